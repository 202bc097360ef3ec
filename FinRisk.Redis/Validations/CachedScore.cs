using System.ComponentModel;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Redis.Validations;

/// <summary>A score as Redis holds it: nothing about the applicant. Read back by later versions, so members are only ever added.</summary>
[ImmutableObject(true)]
internal sealed record CachedScore(int RiskScore, string RiskLevel, DateTimeOffset ScoredAt, string ValidationId)
{
    public static CachedScore Of(KnownScore known) =>
        new(known.Score.RiskScore, known.Score.RiskLevel.ToWire(), known.ScoredAt, known.ValidationId.Value);

    /// <summary>The score; null where a member is missing or makes no sense, as after another version or another program.</summary>
    public KnownScore? ToKnown() =>
        RiskScore is >= 0 and <= 100 && RiskLevels.FromWire(RiskLevel) is { } level
        && Scoring.Ids.ValidationId.TryParse(ValidationId, out var id)
            ? new KnownScore(new VendorScore(RiskScore, level), ScoredAt, id)
            : null;
}
