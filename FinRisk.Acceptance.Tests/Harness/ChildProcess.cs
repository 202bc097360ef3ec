using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A .NET program that runs beside the tests, its output kept in a file.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int TailLines = 40;

    private static readonly ConcurrentDictionary<ChildProcess, bool> Running = new();

    private readonly Process process;
    private readonly Lock gate = new();
    private readonly StreamWriter log;
    private bool closed;

    // For a run that is interrupted; a whole one ends its processes itself (AcceptanceRunner).
    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();

    private ChildProcess(ProcessStartInfo start, string logFile)
    {
        LogFile = logFile;
        log = new StreamWriter(logFile, append: true, new UTF8Encoding(false)) { AutoFlush = true };
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>Standard output and error, in UTF-8; several runs of one host may share it.</summary>
    public string LogFile { get; }

    /// <summary>How much memory it holds now, in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>For signals.</summary>
    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string logFile, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        // The test runner's own address must not become the host's.
        start.Environment.Remove("ASPNETCORE_URLS");

        // A killed process leaves its diagnostics socket behind; twenty kills a run would litter the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        var child = new ChildProcess(start, logFile);
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        Running.TryAdd(child, true);
        return child;
    }

    /// <summary>Ends every program that still runs.</summary>
    public static void EndAll()
    {
        foreach (var left in Running.Keys)
            left.Dispose();
    }

    /// <summary>SIGKILL: the program gets no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits for the program to end by itself and for the last of its output.</summary>
    /// <exception cref="TimeoutException">It goes on running.</exception>
    public Task WaitForExitAsync(TimeSpan within) => process.WaitForExitAsync().WaitAsync(within);

    /// <summary>The last lines of the output, for a failure message.</summary>
    public async Task<string> LogTailAsync()
    {
        var lines = (await SharedFile.ReadAsync(LogFile, Encoding.UTF8)).Split('\n');
        return PersonalData.Redact(string.Join('\n', lines.TakeLast(TailLines)));
    }

    public void Dispose()
    {
        if (!Running.TryRemove(this, out _))
            return;
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        lock (gate)
        {
            closed = true;
            log.Dispose();
        }
    }

    private void Keep(string? line)
    {
        lock (gate)
        {
            if (line is not null && !closed)
                log.WriteLine(line);
        }
    }
}
