using System.Net;
using System.Net.Sockets;

namespace FinRisk.Bench.Load.Processes;

/// <summary>Addresses on this machine.</summary>
internal static class Loopback
{
    /// <summary>A base address, without a slash at the end, with a port that was free a moment ago.</summary>
    public static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
