using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Which gateways are believed. Settings <c>Gateway:*</c>.</summary>
public sealed record GatewaySettings
{
    /// <summary>
    /// The addresses from which <c>X-Forwarded-Prefix</c> counts. Default none: paths stay as this host has them.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];
}

/// <summary>
/// Where a gateway serves this host below a path of its own and says so in <c>X-Forwarded-Prefix</c>, <c>Location</c> and
/// <c>Link</c> begin with that path, so that callers can follow them. The framework's forwarded-headers middleware would do,
/// but goes by the connection, which in a Functions worker is always the Functions host's.
/// </summary>
public sealed partial class GatewayPrefix(GatewaySettings settings)
{
    private const string Header = "X-Forwarded-Prefix";
    private const int MaxLength = 256;

    /// <summary>
    /// Takes the prefix of a trusted gateway as the request's <see cref="HttpRequest.PathBase"/>; any other is ignored.
    /// </summary>
    /// <param name="http">The request; its remote address is that of whoever passed it to this host.</param>
    public void Apply(HttpContext http)
    {
        if (settings.TrustedProxies.Count == 0
            || http.Request.Headers[Header] is not [{ Length: > 0 and <= MaxLength } sent]
            || http.Connection.RemoteIpAddress is not { } peer)
        {
            return;
        }

        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        var prefix = sent.TrimEnd('/');
        if (Path().IsMatch(prefix) && settings.TrustedProxies.Any(network => network.Contains(address)))
            http.Request.PathBase = prefix;
    }

    /// <summary>
    /// Segments of plain characters that are neither <c>.</c> nor <c>..</c>; no second slash, which would name another host.
    /// </summary>
    [GeneratedRegex(@"^(?:/(?!\.{1,2}(?:/|\z))[A-Za-z0-9._~-]+)+\z")]
    private static partial Regex Path();
}
