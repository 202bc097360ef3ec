using System.Globalization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Telemetry;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Creates responses with problem details (RFC 9457).</summary>
public static class Problems
{
    /// <summary>The media type of every problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>
    /// The challenge that tells a caller how to authenticate (RFC 9110, section 11.6.1). Its scheme is not a registered one,
    /// because none exists for a key in a dedicated header.
    /// </summary>
    private static readonly (string Name, string Value) Challenge =
        ("WWW-Authenticate", $"ApiKey realm=\"FinRisk\", header=\"{Caller.KeyHeader}\"");

    /// <summary>
    /// Creates the response with a problem. A problem is also marked for <see cref="EdgeMiddleware"/> to log; it is counted if
    /// its status is below 500, because the request caused it then.
    /// </summary>
    /// <param name="http">The request. Its path becomes the problem's <c>instance</c>.</param>
    /// <param name="kind">The kind of problem.</param>
    /// <param name="detail">What happened and what the caller can do. It must not quote the body.</param>
    /// <param name="errors">Field name → the rules that the field breaks.</param>
    /// <param name="headers">Additional response headers.</param>
    public static IResult Create(
        HttpContext http,
        ProblemKind kind,
        string detail,
        IReadOnlyDictionary<string, string[]>? errors = null,
        params (string Name, string Value)[] headers)
    {
        http.Features.Set(new Refusal(kind.Code, IsCounted: kind.Status < StatusCodes.Status500InternalServerError));
        if (kind == ProblemKind.Unauthorized)
            headers = [.. headers, Challenge];
        var instance = http.Request.PathBase + http.Request.Path;
        return Create(http, CreateResponse(kind, detail, instance.ToUriComponent(), http.GetCorrelationId(), errors), headers);
    }

    internal static IResult Create(HttpContext http, ProblemResponse body, params (string Name, string Value)[] headers)
    {
        // How a validation failed is logged under the correlation id of the request that started it.
        if (body.CorrelationId != http.GetCorrelationId())
            http.Features.Set(new Refusal(body.Code, IsCounted: false));
        FinRiskActivity.SetRequestProblem(body.Code, body.Status);
        return new JsonResponse<ProblemResponse>(
            body.Status, body, ContractJson.Default.ProblemResponse, MediaType, [Help(http, body.Code), .. headers]);
    }

    internal static ProblemResponse CreateResponse(
        ProblemKind kind,
        string detail,
        string instance,
        string correlationId,
        IReadOnlyDictionary<string, string[]>? errors = null) => new(
            $"urn:finrisk:problem:{kind.Code}",
            kind.Title,
            kind.Status,
            detail,
            instance,
            kind.Code,
            correlationId,
            kind.Retryable,
            errors);

    /// <summary>The header <c>Retry-After</c>, rounded up to whole seconds, at least 1 (RFC 9110, section 10.2.3).</summary>
    internal static (string Name, string Value) RetryAfter(TimeSpan wait) =>
        ("Retry-After", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// The link to the documentation of the problem (RFC 8288, relation <c>help</c>). The problem's <c>type</c> is a URN, which
    /// cannot be followed.
    /// </summary>
    private static (string Name, string Value) Help(HttpContext http, string code) =>
        ("Link", $"<{http.Request.PathBase.ToUriComponent()}/problems/{code}>; rel=\"help\"");
}

/// <summary>Marks a request as refused, for <see cref="EdgeMiddleware"/> to log and count.</summary>
/// <param name="Code">The problem's code.</param>
/// <param name="IsCounted">Whether the request itself is to blame.</param>
internal sealed record Refusal(string Code, bool IsCounted);
