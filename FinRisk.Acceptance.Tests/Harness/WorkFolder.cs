using System.Collections.Concurrent;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>
/// A temporary folder per run. Logs and data of all hosts stay until the end, for the search for personal data.
/// </summary>
internal static class WorkFolder
{
    private static readonly string Root = Directory.CreateTempSubdirectory("finrisk-acceptance-").FullName;
    private static readonly ConcurrentQueue<string> Logs = new();
    private static int hosts;

    /// <summary>Log files of every host that was started, in order.</summary>
    public static IReadOnlyCollection<string> HostLogs => Logs;

    /// <summary>Every file that a host wrote as its data; not the empty ones, which may be locks that nobody can open.</summary>
    public static IEnumerable<string> DataFiles =>
        Directory.EnumerateDirectories(Root, "data-*").SelectMany(
            folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => new FileInfo(file).Length > 0);

    /// <summary>A data folder and a log file for one more host.</summary>
    public static (string DataFolder, string LogFile) ForHost()
    {
        var number = Interlocked.Increment(ref hosts);
        var log = Path.Combine(Root, $"host-{number}.log");
        Logs.Enqueue(log);
        return (Directory.CreateDirectory(Path.Combine(Root, $"data-{number}")).FullName, log);
    }

    public static string SimulatorLog() => Path.Combine(Root, $"simulator-{Interlocked.Increment(ref hosts)}.log");

    /// <summary>Removes the folder, unless <c>FINRISK_KEEP</c> leaves it for whoever looks into a failure.</summary>
    public static void Delete()
    {
        if (Environment.GetEnvironmentVariable("FINRISK_KEEP") is null)
            Directory.Delete(Root, recursive: true);
    }
}
