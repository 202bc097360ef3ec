using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Hears of every event that figures are made of. Called on the path of a request, so an implementation must be cheap and must
/// not throw.
/// </summary>
public interface IScoringListener
{
    /// <summary>A request was taken up: as a new validation, from the cache, or by joining or repeating another.</summary>
    void Taken(StartKind kind);

    /// <summary>A request was refused before anything was asked of the vendor.</summary>
    /// <param name="code">The problem's code.</param>
    /// <param name="caller">Who sent it; null where that is not known.</param>
    void RequestRefused(string code, string? caller);

    /// <summary>A call to the vendor ended, or was not made because there was no permit for it.</summary>
    void VendorCalled(AttemptResult result, bool candidate);

    /// <summary>A validation ended.</summary>
    void Ended(
        ValidationId validationId, string caller, ValidationOutcome outcome, DateTimeOffset acceptedAt, DateTimeOffset endedAt);
}
