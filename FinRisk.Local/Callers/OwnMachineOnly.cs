using System.Net;
using FinRisk.Scoring.Http;

namespace FinRisk.Local.Callers;

/// <summary>
/// Guards a host without keys, whose callers are whoever reaches its loopback address. So does a page of the internet that is
/// open in a browser on this machine: by sending a request across origins, or by letting a name of its own point here (DNS
/// rebinding). Neither may cost a vendor call or read a record.
/// </summary>
internal static class OwnMachineOnly
{
    /// <summary>The 403 for a request that came by such a page; null for any other.</summary>
    public static IResult? Check(HttpContext http)
    {
        if (!IsLoopback(http.Request.Host.Host))
            return Problems.Create(
                http, ProblemKind.Forbidden, "Without keys this host answers under localhost, 127.0.0.1 and [::1] only.");
        return IsOfAnotherOrigin(http.Request)
            ? Problems.Create(
                http, ProblemKind.Forbidden, "A page of another origin sent this request, and this host has no keys.")
            : null;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsOrigin(string sent, string? host) =>
        Uri.TryCreate(sent, UriKind.Absolute, out var page) && page.Authority == host;

    /// <summary>Browsers say where a request comes from ("none": the address bar); other programs say nothing.</summary>
    private static bool IsOfAnotherOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site is not ["same-origin" or "none"];
        return request.Headers.Origin is { Count: > 0 } origin && !(origin is [{ } sent] && IsOrigin(sent, request.Host.Value));
    }
}
