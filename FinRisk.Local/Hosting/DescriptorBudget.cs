using System.Globalization;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Local.Hosting;

/// <summary>
/// How the process's file descriptors are shared out, so that a flood of connections ends at a refused connection. Without a
/// bound it ends the process: the runtime aborts where it gets no descriptor for itself.
/// </summary>
/// <param name="Limit">How many the process may have open (<c>ulimit -n</c>).</param>
/// <param name="Connections">How many callers may be connected.</param>
/// <param name="VendorCalls">How many calls to the vendor may be under way.</param>
internal sealed record DescriptorBudget(int Limit, int Connections, int VendorCalls)
{
    /// <summary>
    /// What the host opens after its start: assemblies that are loaded when they are first needed, the readers of the store, and
    /// a few of the runtime's own. An idle host has about 240 open. 210 of them are two for each of its assemblies, which the
    /// runtime keeps for as long as it runs.
    /// </summary>
    private const int Headroom = 128;

    private const int MinConnections = 16;
    private const string LimitLine = "Max open files";

    /// <summary>Shares out this process's descriptors; null where the system does not say how many there are.</summary>
    /// <exception cref="IOException">There are too few to serve anybody.</exception>
    public static DescriptorBudget? Read(RiskShieldSettings vendor, bool isSimulated)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(LimitLine, StringComparison.Ordinal));
        var soft = line[LimitLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, CultureInfo.InvariantCulture, out var limit)
            ? Create(limit, Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(), vendor.MaxConcurrentCalls, isSimulated)
            : null;
    }

    /// <summary>Shares out what is left of the limit.</summary>
    /// <exception cref="IOException">It is too little to serve anybody.</exception>
    public static DescriptorBudget Create(int limit, int open, int maxVendorCalls, bool isSimulated)
    {
        // A call to a simulator in this process has both ends of its connection here.
        var perCall = isSimulated ? 2 : 1;
        var left = limit - open - Headroom;
        var vendorCalls = Math.Min(maxVendorCalls, left / 4 / perCall);

        // A tenth is for connections that are accepted and not yet refused.
        var connections = left - (left / 10) - (vendorCalls * perCall);
        return connections >= MinConnections
            ? new DescriptorBudget(limit, connections, vendorCalls)
            : throw new IOException(
                $"This process may open {limit} files, and needs {open + Headroom} before it can serve anybody. "
                + $"Raise the limit to 1024 or more (ulimit -n).");
    }
}
