using System.Text.Json.Serialization;

namespace FinRisk.Scoring.RiskShield;

/// <summary>The vendor's request and answer on the wire (contract, section 5), by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(ScoreAnswer))]
internal sealed partial class VendorJson : JsonSerializerContext;

/// <summary>The body of <c>POST /v1/score</c>.</summary>
internal sealed record ScoreRequest(string FirstName, string LastName, string IdNumber);

/// <summary>What the vendor answers, before it is believed: every member may be missing.</summary>
internal sealed record ScoreAnswer(int? RiskScore, string? RiskLevel)
{
    /// <summary>The score, where the answer holds a usable one: 0 to 100 and a level of the contract.</summary>
    public VendorScore? ToScore() =>
        RiskScore is >= 0 and <= 100 && RiskLevels.FromWire(RiskLevel) is { } level ? new VendorScore(RiskScore.Value, level) : null;
}
