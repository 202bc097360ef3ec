using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>
/// Protects operator actions against cross-site request forgery. FinRisk uses no cookies, so a page of another origin can forge a
/// request only to a host that demands no key. Browsers state the origin of a request in <c>Sec-Fetch-Site</c> or <c>Origin</c>;
/// a request without these headers does not come from a page and is allowed.
/// </summary>
internal static class SameOrigin
{
    /// <summary>True if the request does not come from a page of another origin.</summary>
    /// <param name="http">The request.</param>
    /// <param name="refusal">The response 403, if the result is false.</param>
    public static bool TryAuthorize(HttpContext http, [NotNullWhen(false)] out IResult? refusal)
    {
        refusal = IsForeign(http.Request)
            ? Problems.Create(
                http, ProblemKind.Forbidden, "A page of another origin sent this request; only the operations page itself may.")
            : null;
        return refusal is null;
    }

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site is not ["same-origin"];

        // Browsers omit Sec-Fetch-Site if the page was not loaded over https or from loopback.
        return request.Headers.Origin is { Count: > 0 } origin
            && !(origin is [{ } sent] && Uri.TryCreate(sent, UriKind.Absolute, out var page)
                && page.Authority == request.Host.Value);
    }
}
