using System.Net;
using FinRisk.Scoring.Http;

namespace FinRisk.Local.Callers;

/// <summary>
/// Protects a host without function keys from web pages. Such a host serves every program that reaches its loopback address, and
/// a web page that is open in a browser on this machine can reach that address with a cross-origin request or by DNS rebinding
/// (its own domain name resolves to 127.0.0.1). These requests must neither cause vendor calls nor read records.
/// </summary>
internal static class OwnMachineOnly
{
    /// <summary>
    /// The 403 for a cross-origin request or one for a host name other than localhost; null if the request may be served.
    /// </summary>
    public static IResult? Check(HttpContext http)
    {
        if (!IsLoopback(http.Request.Host.Host))
            return Problems.Create(
                http, ProblemKind.Forbidden, "Without keys this host answers under localhost, 127.0.0.1 and [::1] only.");
        return IsCrossOrigin(http.Request)
            ? Problems.Create(
                http, ProblemKind.Forbidden, "A page of another origin sent this request, and this host has no keys.")
            : null;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsOrigin(string sent, string? host) =>
        Uri.TryCreate(sent, UriKind.Absolute, out var page) && page.Authority == host;

    /// <summary>
    /// True if the headers that browsers add name another origin. <c>Sec-Fetch-Site: none</c> is a request from the address bar;
    /// programs other than browsers send neither header.
    /// </summary>
    private static bool IsCrossOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site is not ["same-origin" or "none"];
        return request.Headers.Origin is { Count: > 0 } origin && !(origin is [{ } sent] && IsOrigin(sent, request.Host.Value));
    }
}
