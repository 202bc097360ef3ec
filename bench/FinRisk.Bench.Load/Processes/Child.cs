using System.Diagnostics;

namespace FinRisk.Bench.Load.Processes;

/// <summary>
/// One published program, running. Its standard output goes nowhere, so that nobody spends CPU on reading it; its standard
/// error goes to a file, for the day it does not start.
/// </summary>
internal sealed class Child : IDisposable
{
    // `exec` keeps the process id: what is measured is the program, not a shell.
    private const string Script = """errors=$1; shift; exec "$@" >/dev/null 2>"$errors" """;

    private readonly Guardian guardian;
    private readonly Process process;
    private readonly string command;
    private readonly string errorFile;

    private Child(Guardian guardian, Process process, string command, string errorFile) =>
        (this.guardian, this.process, this.command, this.errorFile) = (guardian, process, command, errorFile);

    /// <exception cref="BenchFailedException">The program has ended, which none should while it is measured.</exception>
    public ProcessUsage Usage =>
        process.HasExited ? throw Failure("A program ended under load.") : ProcessUsage.FromProcess(process);

    public bool HasExited => process.HasExited;

    public static Child Start(Guardian guardian, string executable, string errorFile, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetDirectoryName(executable) };
        foreach (var argument in (ReadOnlySpan<string>)["-c", Script, "sh", errorFile, executable, .. arguments])
            start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        guardian.Watch(process);
        return new Child(guardian, process, $"{executable} {string.Join(' ', arguments)}", errorFile);
    }

    /// <summary>A failure that tells how to start the program by hand, and the end of what it said.</summary>
    public BenchFailedException Failure(string what)
    {
        var said = File.Exists(errorFile) ? string.Join('\n', File.ReadLines(errorFile).TakeLast(10)) : string.Empty;
        return new BenchFailedException($"{what}\n  command: {command}\n  standard error ends: {said}");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        guardian.Forget(process);
        process.Dispose();
    }
}
