using System.Net;

namespace RiskShield.Simulator;

/// <summary>
/// Protects the simulator from web pages that are open in a browser on this machine: they must not plan faults, set API keys or
/// read the journal. Refuses cross-origin requests, and requests over loopback for a host name other than localhost (DNS
/// rebinding).
/// </summary>
internal static class WebPageGuard
{
    /// <summary>Responds with 403 to such a request and passes on all others.</summary>
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!IsCrossOrigin(http.Request) && !HasForeignHostName(http))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>
    /// True if the headers that browsers add name another origin; <c>Sec-Fetch-Site: none</c> is a request from the address bar.
    /// </summary>
    private static bool IsCrossOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site
        ? site is not ["same-origin" or "none"]
        : request.Headers.Origin.Count > 0;

    /// <summary>
    /// True if the request arrived over loopback but for a host name other than that of loopback. In a container, other machines
    /// use the container's name, but do not connect over loopback.
    /// </summary>
    private static bool HasForeignHostName(HttpContext http)
    {
        var host = http.Request.Host.Host;
        return http.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
            && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
