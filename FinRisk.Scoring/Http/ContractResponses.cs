using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Http;

/// <summary>
/// The body of a 200 response to <c>POST /validate</c>, and the <c>result</c> of a completed validation. Its status member
/// distinguishes it from <see cref="AcceptedResponse"/>, because generated clients have one type for both bodies.
/// </summary>
internal sealed record ScoreResponse(
    int RiskScore,
    string RiskLevel,
    bool DegradedMode,
    string? DegradedReason,
    string Status,
    string ValidationId,
    string CorrelationId,
    DateTime ScoredAt,
    string Provider);

/// <summary>The body of a 202 response to <c>POST /validate</c>.</summary>
internal sealed record AcceptedResponse(string ValidationId, string Status, string CorrelationId);

/// <summary>The body of a 200 response to <c>GET /validations/{validationId}</c>.</summary>
internal sealed record ValidationResponse(
    string ValidationId,
    string Status,
    DateTime CreatedAt,
    DateTime LastUpdatedAt,
    int Attempts,
    WaitingResponse? Waiting,
    ScoreResponse? Result,
    ProblemResponse? Problem);

/// <summary>The reason why a validation waits, and the time of its next attempt.</summary>
internal sealed record WaitingResponse(string Reason, DateTime NextAttemptAt);

/// <summary>An RFC 9457 problem with the members of contract section 4.</summary>
internal sealed record ProblemResponse(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string CorrelationId,
    bool Retryable,
    IReadOnlyDictionary<string, string[]>? Errors);

/// <summary>The body of a response of the health endpoints.</summary>
internal sealed record HealthResponse(string Status, IReadOnlyDictionary<string, string>? Checks);

/// <summary>Source-generated serialization of the response bodies above.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScoreResponse))]
[JsonSerializable(typeof(AcceptedResponse))]
[JsonSerializable(typeof(ValidationResponse))]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(HealthResponse))]
internal sealed partial class ContractJson : JsonSerializerContext;
