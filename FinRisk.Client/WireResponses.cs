using System.Text.Json.Serialization;

namespace FinRisk.Client;

/// <summary>
/// The body of a 200 or 202 of <c>POST /validate</c>, and the <c>result</c> of a completed validation. Every member is nullable,
/// so that a missing one is detected and not read as zero. Unknown members are ignored.
/// </summary>
internal sealed record OutcomeResponse(
    string? Status,
    int? RiskScore,
    string? RiskLevel,
    bool? DegradedMode,
    string? DegradedReason,
    string? ValidationId,
    string? CorrelationId,
    DateTimeOffset? ScoredAt,
    string? Provider);

/// <summary>The body of a 200 of <c>GET /validations/{validationId}</c>.</summary>
internal sealed record ValidationResponse(
    string? ValidationId, string? Status, OutcomeResponse? Result, ProblemResponse? Problem);

/// <summary>Problem details (RFC 9457) as sent by FinRisk.</summary>
internal sealed record ProblemResponse(
    int? Status,
    string? Code,
    string? Title,
    string? Detail,
    bool? Retryable,
    string? CorrelationId,
    string? Instance,
    Dictionary<string, List<string>>? Errors);

/// <summary>Serializes the bodies with source-generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Applicant))]
[JsonSerializable(typeof(OutcomeResponse))]
[JsonSerializable(typeof(ValidationResponse))]
[JsonSerializable(typeof(ProblemResponse))]
internal sealed partial class WireJson : JsonSerializerContext;
