using System.Diagnostics;

namespace FinRisk.Bench.Load.Processes;

/// <summary>
/// Ends our children when we are gone, however we went: a small shell holds their process ids and reads our pipe; when the
/// pipe ends (even by SIGKILL of this process) it kills what is still listed.
/// </summary>
internal sealed class Guardian : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        pids=' '
        while read -r op pid; do
          case $op in
            +) pids="$pids$pid " ;;
            -) pids="${pids%% $pid *} ${pids#* $pid }" ;;
          esac
        done
        for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
        """;

    private readonly Process shell;
    private readonly Lock gate = new();

    public Guardian()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        shell = Process.Start(start)!;
    }

    public void Watch(Process child) => Tell($"+ {child.Id}");

    public void Forget(Process child) => Tell($"- {child.Id}");

    public void Dispose()
    {
        shell.StandardInput.Dispose();
        shell.WaitForExit(TimeSpan.FromSeconds(5));
        shell.Dispose();
    }

    private void Tell(string line)
    {
        lock (gate)
        {
            shell.StandardInput.WriteLine(line);
            shell.StandardInput.Flush();
        }
    }
}
