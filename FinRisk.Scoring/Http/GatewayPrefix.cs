using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>The gateways whose forwarding headers are trusted. Settings <c>Gateway:*</c>.</summary>
public sealed record GatewaySettings
{
    /// <summary>
    /// Setting <c>Gateway:TrustedProxies</c>: the peer addresses from which <c>X-Forwarded-Prefix</c>, <c>X-Forwarded-Host</c>
    /// and <c>X-Forwarded-Proto</c> are accepted. Default none: the headers are ignored.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];
}

/// <summary>
/// Applies the forwarding headers of a trusted gateway, so that callers behind the gateway can follow the links in
/// <c>Location</c> and <c>Link</c>. ASP.NET Core's forwarded-headers middleware cannot be used: it checks the address of the
/// connection, which in a Functions worker always comes from the Functions host.
/// </summary>
public sealed partial class GatewayPrefix(GatewaySettings settings)
{
    private const int MaxLength = 256;

    /// <summary>
    /// Sets <see cref="HttpRequest.PathBase"/> to the gateway's prefix and stores the gateway's scheme and host for
    /// <see cref="ServerAddress"/>, if the peer is a trusted gateway. <see cref="HttpRequest.Host"/> does not change, because
    /// <see cref="OperatorsOnly"/> checks it.
    /// </summary>
    /// <param name="http">The request. Its remote address must be that of the peer that sent it to this host.</param>
    public void Apply(HttpContext http)
    {
        if (settings.TrustedProxies.Count == 0 || http.Connection.RemoteIpAddress is not { } peer)
            return;
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        if (!settings.TrustedProxies.Any(network => network.Contains(address)))
            return;

        if (ReadSingle(http, "X-Forwarded-Prefix")?.TrimEnd('/') is { } prefix && Path().IsMatch(prefix))
            http.Request.PathBase = prefix;
        http.Features.Set(new ForwardedOrigin(ReadSingle(http, "X-Forwarded-Proto"), ReadSingle(http, "X-Forwarded-Host")));
    }

    private static string? ReadSingle(HttpContext http, string header) =>
        http.Request.Headers[header] is [{ Length: > 0 and <= MaxLength } sent] ? sent : null;

    /// <summary>
    /// One or more path segments of unreserved characters. A segment may not be <c>.</c>, <c>..</c> or empty; a path that begins
    /// with two slashes would name another host.
    /// </summary>
    [GeneratedRegex(@"^(?:/(?!\.{1,2}(?:/|\z))[A-Za-z0-9._~-]+)+\z")]
    private static partial Regex Path();
}
