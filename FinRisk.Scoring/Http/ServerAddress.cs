using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>The scheme and host of a request to a trusted gateway, as the gateway states them; null if it does not.</summary>
internal sealed record ForwardedOrigin(string? Scheme, string? Host);

/// <summary>The address at which callers reach this host.</summary>
internal static partial class ServerAddress
{
    /// <summary>
    /// Returns the absolute address to which the request was sent, without a trailing slash: the scheme and host of the trusted
    /// gateway if it states them, otherwise those of the request, and then the path prefix. If the scheme or host is malformed,
    /// returns the prefix alone, or <c>/</c>, so that a request cannot inject text into a document that contains the address.
    /// </summary>
    public static string FromRequest(HttpContext http)
    {
        var prefix = http.Request.PathBase.ToUriComponent();
        var forwarded = http.Features.Get<ForwardedOrigin>();
        var scheme = forwarded?.Scheme ?? http.Request.Scheme;
        var host = forwarded?.Host ?? http.Request.Host.ToUriComponent();
        return scheme is "http" or "https" && Host().IsMatch(host) ? $"{scheme}://{host}{prefix}" : prefix is "" ? "/" : prefix;
    }

    /// <summary>A host name or IP address, with an optional port.</summary>
    [GeneratedRegex(@"^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?\z")]
    private static partial Regex Host();
}
