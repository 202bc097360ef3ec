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

    /// <summary>A problem as the answer to a request.</summary>
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
        params (string Name, string Value)[] headers) =>
        Create(CreateBody(kind, detail, http.Request.Path.ToUriComponent(), http.GetCorrelationId(), errors), headers);

    internal static IResult Create(ProblemBody body, params (string Name, string Value)[] headers)
    {
        FinRiskActivity.RefuseRequest(body.Code, body.Status);
        return new JsonResponse<ProblemBody>(body.Status, body, ContractJson.Default.ProblemBody, MediaType, [Help(body.Code), .. headers]);
    }

    internal static ProblemBody CreateBody(
        ProblemKind kind, string detail, string instance, string correlationId, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new($"urn:finrisk:problem:{kind.Code}", kind.Title, kind.Status, detail, instance, kind.Code, correlationId, kind.Retryable, errors);

    /// <summary><c>Retry-After</c> in whole seconds, at least 1 (RFC 9110, section 10.2.3).</summary>
    internal static (string Name, string Value) RetryAfter(TimeSpan wait) =>
        ("Retry-After", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    /// <summary>Where a person reads what the problem means; its <c>type</c> is a name, which leads nowhere (RFC 8288, <c>help</c>).</summary>
    private static (string Name, string Value) Help(string code) => ("Link", $"</problems/{code}>; rel=\"help\"");
}
