using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Http;

/// <summary>The 200 of <c>POST /validate</c>, and the <c>result</c> of a completed validation.</summary>
internal sealed record ScoreBody(
    int RiskScore,
    string RiskLevel,
    bool DegradedMode,
    string? DegradedReason,
    string ValidationId,
    string CorrelationId,
    DateTime ScoredAt);

/// <summary>The 202 of <c>POST /validate</c>.</summary>
internal sealed record AcceptedBody(string ValidationId, string Status, string CorrelationId);

/// <summary>The 200 of <c>GET /validations/{validationId}</c>.</summary>
internal sealed record ValidationBody(
    string ValidationId,
    string Status,
    DateTime CreatedAt,
    DateTime LastUpdatedAt,
    int Attempts,
    ScoreBody? Result,
    ProblemBody? Problem);

/// <summary>An RFC 9457 problem with the members of contract section 4.</summary>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string CorrelationId,
    bool Retryable,
    IReadOnlyDictionary<string, string[]>? Errors);

/// <summary>The answers of the health endpoints.</summary>
internal sealed record HealthBody(string Status, IReadOnlyDictionary<string, string>? Checks);

/// <summary>Writes the bodies above by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScoreBody))]
[JsonSerializable(typeof(AcceptedBody))]
[JsonSerializable(typeof(ValidationBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class ContractJson : JsonSerializerContext;
