using System.Net;

namespace FinRisk.Scoring.Settings;

/// <summary>Recognises host names that always mean this machine, without asking a resolver.</summary>
public static class LoopbackName
{
    /// <summary>True if a host name is <c>localhost</c> or a loopback address such as <c>127.0.0.1</c> or <c>[::1]</c>.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
