using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Receives the events that the operations page counts. Called while a request is handled, so an implementation must be fast and
/// must not throw.
/// </summary>
public interface IScoringListener
{
    /// <summary>A valid request was handled: with a new or an existing validation, a stored score, or a refusal.</summary>
    void RequestHandled(StartKind kind);

    /// <summary>A request was refused before a provider was called.</summary>
    /// <param name="code">The problem code of the response.</param>
    /// <param name="caller">The caller's name; null if it is not known.</param>
    void RequestRefused(string code, string? caller);

    /// <summary>An attempt at a provider ended, also if no call was made for want of a permit or an API key.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="result">The result of the attempt.</param>
    /// <param name="usesCandidatePath">True if the call went to <c>RiskShield:CandidatePath</c>.</param>
    void VendorCalled(string provider, AttemptResult result, bool usesCandidatePath);

    /// <summary>A validation ended, with or without a score.</summary>
    void ValidationEnded(
        ValidationId validationId, string caller, ValidationOutcome outcome, DateTimeOffset acceptedAt, DateTimeOffset endedAt);
}
