using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FinRisk.Client;

/// <summary>Reads outcomes from responses. A response that violates the contract causes an exception.</summary>
internal static class OutcomeReader
{
    private const string Completed = "Completed";
    private const string Failed = "Failed";
    private const string ProblemMediaType = "application/problem+json";

    /// <summary>The time between two reads of a validation if the response has no <c>Retry-After</c>.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Reads the outcome of <c>POST /validate</c>.</summary>
    /// <exception cref="JsonException">The response violates the contract; the message does not quote the response.</exception>
    public static async Task<ValidationOutcome> ReadValidateAsync(HttpResponseMessage response, DateTimeOffset now) =>
        response.StatusCode switch
        {
            HttpStatusCode.OK => ToScore(await ReadAsync(response, WireJson.Default.OutcomeResponse).ConfigureAwait(false)),
            HttpStatusCode.Accepted => ToAccepted(
                await ReadAsync(response, WireJson.Default.OutcomeResponse).ConfigureAwait(false),
                RetryAfter.Read(response, now)),
            _ => await ReadRefusalAsync(response, now).ConfigureAwait(false),
        };

    /// <summary>Reads the outcome of <c>GET /validations/{validationId}</c>.</summary>
    /// <exception cref="JsonException">The response violates the contract; the message does not quote the response.</exception>
    public static async Task<ValidationOutcome> ReadValidationAsync(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.StatusCode is not HttpStatusCode.OK)
            return await ReadRefusalAsync(response, now).ConfigureAwait(false);
        var body = await ReadAsync(response, WireJson.Default.ValidationResponse).ConfigureAwait(false);
        return body switch
        {
            { Status: Completed, Result: { } result } => ToScore(result),
            { Status: Failed, Problem: { } problem } =>
                ToRefusal(problem, status: null, body.ValidationId, RetryAfter.Read(response, now)),
            { Status: not (null or Completed or Failed), ValidationId: { } id } =>
                new ValidationOutcome.Accepted(id, body.Status, RetryAfter.Read(response, now) ?? PollInterval),
            _ => throw new JsonException("The validation lacks a member that the contract promises."),
        };
    }

    private static ValidationOutcome.Accepted ToAccepted(OutcomeResponse body, TimeSpan? retryAfter) =>
        body.ValidationId is { } id
            ? new ValidationOutcome.Accepted(id, body.Status ?? "", retryAfter ?? PollInterval)
            : throw new JsonException("The accepted validation lacks its id.");

    private static ValidationOutcome ToScore(OutcomeResponse body)
    {
        // An older FinRisk sends no status with a score.
        if (body is not
            {
                Status: null or Completed,
                RiskScore: >= 0 and <= 100 and { } value,
                RiskLevel: { } level,
                DegradedMode: { } isDegraded,
                ValidationId: { } id,
                ScoredAt: { } scoredAt,
            })
        {
            throw new JsonException("The score lacks a member, or has a value, that the contract does not allow.");
        }

        var score = new RiskScore(value, ReadLevel(level), scoredAt) { Provider = body.Provider };
        return isDegraded
            ? new ValidationOutcome.Degraded(id, score, body.DegradedReason ?? "")
            : new ValidationOutcome.Scored(id, score);
    }

    private static RiskLevel ReadLevel(string level) => level switch
    {
        "LOW" => RiskLevel.Low,
        "MEDIUM" => RiskLevel.Medium,
        "HIGH" => RiskLevel.High,
        "CRITICAL" => RiskLevel.Critical,
        _ => throw new JsonException("The risk level is none of the contract's."),
    };

    private static async Task<ValidationOutcome> ReadRefusalAsync(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.IsSuccessStatusCode)
            throw new JsonException($"The status {(int)response.StatusCode} is none of the contract's for this request.");
        var retryAfter = RetryAfter.Read(response, now);
        if (!IsProblem(response))
            return new ValidationOutcome.Refused(WithoutDetails((int)response.StatusCode), retryAfter);
        var body = await ReadAsync(response, WireJson.Default.ProblemResponse).ConfigureAwait(false);
        return ToRefusal(body, (int)response.StatusCode, ValidationIn(body.Instance), retryAfter);
    }

    /// <summary>
    /// True if the response contains problem details, so that it is from FinRisk and not from a gateway before it.
    /// </summary>
    public static bool IsProblem(HttpResponseMessage response) =>
        ProblemMediaType.Equals(response.Content.Headers.ContentType?.MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates a refusal from problem details; what they lack is taken from the status.</summary>
    /// <param name="body">The problem details.</param>
    /// <param name="status">
    /// The HTTP status of the response; null if the response is a 200 that contains the problem of a failed validation.
    /// </param>
    /// <param name="validationId">The validation that failed; null if none was started.</param>
    /// <param name="retryAfter">The response's <c>Retry-After</c>; null: none.</param>
    private static ValidationOutcome.Refused ToRefusal(
        ProblemResponse body, int? status, string? validationId, TimeSpan? retryAfter)
    {
        var defaults = WithoutDetails(status ?? body.Status ?? 500);
        var problem = defaults with
        {
            Code = body.Code,
            Title = body.Title ?? defaults.Title,
            Detail = body.Detail ?? defaults.Detail,
            Retryable = body.Retryable ?? defaults.Retryable,
            Errors = (body.Errors ?? []).ToDictionary(error => error.Key, error => (IReadOnlyList<string>)error.Value),
        };
        return new ValidationOutcome.Refused(problem, retryAfter) { ValidationId = validationId };
    }

    /// <summary>The problem of a response without problem details.</summary>
    private static Problem WithoutDetails(int status) => new(
        status,
        Code: null,
        $"HTTP {status}",
        "The response contains no problem details; it may come from a gateway or from the platform before FinRisk.",
        Retryable: status is 408 or 429 or (>= 500 and not (501 or 505)));

    /// <summary>
    /// The validation's id in a problem's <c>instance</c>, <c>…/validations/{validationId}</c>; null if there is none.
    /// </summary>
    private static string? ValidationIn(string? instance)
    {
        var segments = instance?.Split('/') ?? [];
        return segments is [.., "validations", { Length: > 0 } id] ? id : null;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type)
        where T : class
    {
        using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, type).ConfigureAwait(false)
            ?? throw new JsonException("The response is null, where the contract promises an object.");
    }
}
