using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace FinRisk.Testing.Tools;

/// <summary>
/// Loopback ports that nobody listens on. They lie below the range from which systems take the ports of outgoing connections:
/// otherwise a client that keeps trying to reach a killed host could take that host's port itself.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int last = RandomNumberGenerator.GetInt32(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref last) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }
}
