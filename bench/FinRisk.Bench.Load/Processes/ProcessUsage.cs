using System.Diagnostics;
using System.Globalization;

namespace FinRisk.Bench.Load.Processes;

/// <summary>What a process has used up to now.</summary>
/// <param name="Cpu">User and system time since its start (<c>/proc/PID/stat</c>; the kernel counts in steps of 10 ms).</param>
/// <param name="ResidentBytes">Memory in RAM now (<c>VmRSS</c>), bytes.</param>
/// <param name="PeakResidentBytes">The most it ever had in RAM (<c>VmHWM</c>), bytes.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes, long PeakResidentBytes)
{
    public static ProcessUsage FromProcess(Process process)
    {
        var status = File.ReadAllLines($"/proc/{process.Id}/status");
        return new ProcessUsage(process.TotalProcessorTime, Bytes(status, "VmRSS:"), Bytes(status, "VmHWM:"));
    }

    private static long Bytes(string[] status, string field)
    {
        var line = status.First(candidate => candidate.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length).Trim(" \tkB"), CultureInfo.InvariantCulture);
    }
}
