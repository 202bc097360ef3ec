using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Operations.Stories;

/// <summary>
/// The response body of <c>GET /ops/validations/{validationId}</c> (docs/contract.md, section 14). Contains no score and nothing
/// about the applicant. Members that are null are left out; times are in UTC.
/// </summary>
internal sealed record StoryResponse(
    string ValidationId,
    string Caller,
    string? CorrelationId,
    string Status,
    string? Outcome,
    DateTime? AcceptedAt,
    DateTime? EndedAt,
    double? DurationMs,
    int Calls,
    bool Degraded,
    string? DegradedReason,
    string? Provider,
    string? ScoreOf,
    DateTime? ScoredAt,
    DateTime? RetryAt,
    StoryWaitResponse? Waiting,
    bool Purged,
    AttemptResponse[]? Attempts,
    int? AttemptsLeftOut);

/// <summary>Why a validation waits (a problem code), and the time of its next attempt.</summary>
internal sealed record StoryWaitResponse(string Reason, DateTime NextAttemptAt);

/// <summary>One attempt: the circuit's decision, the result, and the wait of the validation after the attempt.</summary>
internal sealed record AttemptResponse(
    string Provider,
    int Attempt,
    string Circuit,
    string Status,
    string? Code,
    DateTime StartedAt,
    DateTime EndedAt,
    double DurationMs,
    int? HttpStatus,
    string? NetworkError,
    double? RetryAfterSeconds,
    DateTime? CircuitOpenUntil,
    DateTime? NextAttemptAt,
    double? WaitMs);

/// <summary>
/// The response body of <c>GET /ops/validations</c>: the days searched, and whether the search covered everything.
/// </summary>
internal sealed record StorySearchResponse(
    string CorrelationId,
    string From,
    string To,
    bool Complete,
    FoundValidationResponse[] Validations,
    AnsweredResponse[] WithoutValidation);

/// <summary>A validation that a request with the correlation id started.</summary>
internal sealed record FoundValidationResponse(
    string ValidationId,
    string Caller,
    string Status,
    string? Outcome,
    DateTime? AcceptedAt,
    DateTime? EndedAt,
    int Calls,
    string? Provider);

/// <summary>
/// A request that was answered without a validation: from the score cache, or because the circuit was open.
/// </summary>
internal sealed record AnsweredResponse(DateTime At, string Caller, string Act, string? Outcome, string? ScoreOf);

/// <summary>The source-generated JSON serialisation of the responses above.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoryResponse))]
[JsonSerializable(typeof(StorySearchResponse))]
internal sealed partial class StoriesJson : JsonSerializerContext;
