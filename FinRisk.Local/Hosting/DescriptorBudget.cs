using System.Globalization;
using FinRisk.Scoring.Providers;

namespace FinRisk.Local.Hosting;

/// <summary>
/// Divides the process's file descriptors between callers' connections and vendor calls. Without such limits a flood of
/// connections would use up all descriptors, and the runtime aborts the process if it cannot open one for itself.
/// </summary>
/// <param name="Limit">The number of descriptors that the process may have open (<c>ulimit -n</c>).</param>
/// <param name="Connections">The maximum number of callers' open connections.</param>
/// <param name="VendorCalls">The maximum number of concurrent calls to each provider.</param>
internal sealed record DescriptorBudget(int Limit, int Connections, int VendorCalls)
{
    /// <summary>
    /// The number of descriptors reserved for what the host opens after its start: assemblies that are loaded on first use, the
    /// store's readers, and a few of the runtime's. (An idle host has about 240 descriptors open, two for each assembly.)
    /// </summary>
    private const int Headroom = 128;

    /// <summary>With fewer connections for callers the host does not start, because it would refuse ordinary use.</summary>
    private const int MinConnections = 16;
    private const string LimitLine = "Max open files";

    /// <summary>Divides this process's descriptors; null if their limit cannot be read, as on systems other than Linux.</summary>
    /// <param name="isSimulated">Whether the vendor is simulated in this process.</param>
    /// <param name="providers">The settings of every provider.</param>
    /// <exception cref="IOException">The limit is too low to serve callers.</exception>
    public static DescriptorBudget? Read(bool isSimulated, params ReadOnlySpan<ProviderSettings> providers)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(LimitLine, StringComparison.Ordinal));
        var soft = line[LimitLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        if (!int.TryParse(soft, CultureInfo.InvariantCulture, out var limit))
            return null;
        var maxCalls = 0;
        foreach (var provider in providers)
            maxCalls = Math.Max(maxCalls, provider.MaxConcurrentCalls);
        var open = Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        return Create(limit, open, maxCalls, isSimulated, providers.Length);
    }

    /// <summary>Divides the descriptors that are not open yet.</summary>
    /// <param name="limit">The number of descriptors that the process may have open.</param>
    /// <param name="open">The number that is open now.</param>
    /// <param name="maxVendorCalls">The configured maximum of concurrent calls to each provider.</param>
    /// <param name="isSimulated">Whether the vendor is simulated in this process.</param>
    /// <param name="providers">The number of providers.</param>
    /// <exception cref="IOException">The limit is too low to serve callers.</exception>
    public static DescriptorBudget Create(int limit, int open, int maxVendorCalls, bool isSimulated, int providers = 1)
    {
        // If the vendor is simulated in this process, both ends of the connection need a descriptor here.
        var perCall = (isSimulated ? 2 : 1) * providers;
        var left = limit - open - Headroom;

        // A quarter is for vendor calls at most, the rest for callers.
        var vendorCalls = Math.Min(maxVendorCalls, left / 4 / perCall);

        // A tenth is reserved for connections that have been accepted and are about to be refused.
        var connections = left - (left / 10) - (vendorCalls * perCall);
        return connections >= MinConnections
            ? new DescriptorBudget(limit, connections, vendorCalls)
            : throw new IOException(
                $"This process may open {limit} files, and needs {open + Headroom} before it can serve anybody. "
                + $"Raise the limit to 1024 or more (ulimit -n).");
    }
}
