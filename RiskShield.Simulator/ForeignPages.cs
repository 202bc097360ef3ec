using System.Net;

namespace RiskShield.Simulator;

/// <summary>
/// Keeps pages of the internet that are open in a browser on this machine from planning faults, setting keys or reading the
/// journal: what a browser sends for a page of another origin is refused, and on loopback what comes under a foreign name (DNS
/// rebinding).
/// </summary>
internal static class ForeignPages
{
    /// <summary>Answers 403 to such a request, and lets any other pass.</summary>
    public static Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        if (!IsOfAnotherOrigin(http.Request) && !IsUnderForeignName(http))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsOfAnotherOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site
        ? site is not ["same-origin" or "none"]
        : request.Headers.Origin.Count > 0;

    /// <summary>In a container others reach it by the container's name, and not over loopback.</summary>
    private static bool IsUnderForeignName(HttpContext http)
    {
        var host = http.Request.Host.Host;
        return http.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
            && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
