using System.Globalization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Telemetry;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Makes problem details (RFC 9457) for requests.</summary>
public static class Problems
{
    /// <summary>The media type of every problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>How a caller authenticates (RFC 9110, section 11.6.1). No registered scheme is a key in a header of its own.</summary>
    private static readonly (string Name, string Value) Challenge =
        ("WWW-Authenticate", $"ApiKey realm=\"FinRisk\", header=\"{Caller.KeyHeader}\"");

    /// <summary>A problem as the response to a request; one that the request itself is to blame for is counted as its refusal.</summary>
    /// <param name="http">The request; its path is the problem's <c>instance</c>.</param>
    /// <param name="kind">Which problem.</param>
    /// <param name="detail">What happened and what the caller can do; never any part of the body.</param>
    /// <param name="errors">Field → broken rules.</param>
    /// <param name="headers">Further headers.</param>
    public static IResult Create(
        HttpContext http,
        ProblemKind kind,
        string detail,
        IReadOnlyDictionary<string, string[]>? errors = null,
        params (string Name, string Value)[] headers)
    {
        if (kind.Status < StatusCodes.Status500InternalServerError)
            http.Features.Set(new Refusal(kind.Code));
        if (kind == ProblemKind.Unauthorized)
            headers = [.. headers, Challenge];
        var instance = http.Request.PathBase + http.Request.Path;
        return Create(http, CreateBody(kind, detail, instance.ToUriComponent(), http.GetCorrelationId(), errors), headers);
    }

    internal static IResult Create(HttpContext http, ProblemBody body, params (string Name, string Value)[] headers)
    {
        FinRiskActivity.RefuseRequest(body.Code, body.Status);
        return new JsonResponse<ProblemBody>(
            body.Status, body, ContractJson.Default.ProblemBody, MediaType, [Help(http, body.Code), .. headers]);
    }

    internal static ProblemBody CreateBody(
        ProblemKind kind, string detail, string instance, string correlationId, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new($"urn:finrisk:problem:{kind.Code}", kind.Title, kind.Status, detail, instance, kind.Code, correlationId, kind.Retryable, errors);

    /// <summary><c>Retry-After</c> in whole seconds, at least 1 (RFC 9110, section 10.2.3).</summary>
    internal static (string Name, string Value) RetryAfter(TimeSpan wait) =>
        ("Retry-After", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    /// <summary>Where a person reads what the problem means; its <c>type</c> is a name, which leads nowhere (RFC 8288, <c>help</c>).</summary>
    private static (string Name, string Value) Help(HttpContext http, string code) =>
        ("Link", $"<{http.Request.PathBase.ToUriComponent()}/problems/{code}>; rel=\"help\"");
}

/// <summary>The refusal of a request, for the edge to log and count.</summary>
/// <param name="Code">The problem's code.</param>
internal sealed record Refusal(string Code);
