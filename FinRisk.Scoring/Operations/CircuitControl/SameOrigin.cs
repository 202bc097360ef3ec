using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>
/// Keeps pages of other origins from acting through an operator's browser. Nothing here goes by cookies, so they could only do it
/// where no key is demanded; browsers say where a request comes from, and a request that no browser sent says nothing.
/// </summary>
internal static class SameOrigin
{
    /// <summary>The refusal of a request that a page of another origin sent; null where it may pass.</summary>
    public static IResult? Refuse(HttpContext http) =>
        IsForeign(http.Request)
            ? Problems.Create(http, ProblemKind.Forbidden, "A page of another origin sent this request; only the operations page itself may.")
            : null;

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site is not ["same-origin"];

        // Browsers leave the first header out where the page was not loaded over https or from loopback.
        return request.Headers.Origin is { Count: > 0 } origin
            && !(origin is [{ } sent] && Uri.TryCreate(sent, UriKind.Absolute, out var page) && page.Authority == request.Host.Value);
    }
}
