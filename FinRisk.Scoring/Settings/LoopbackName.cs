using System.Net;

namespace FinRisk.Scoring.Settings;

/// <summary>Which host names lead to this machine and nowhere else, whatever a resolver says.</summary>
public static class LoopbackName
{
    /// <summary>Whether a host name is <c>localhost</c> or an address such as <c>127.0.0.1</c> or <c>[::1]</c>.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
