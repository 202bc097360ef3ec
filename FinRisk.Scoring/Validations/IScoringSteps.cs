using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The durable steps of <see cref="ScoringWorkflow"/>; a host makes them survive a crash. After a crash the workflow runs again
/// from its start, and every step that had finished returns the same value without doing its work again. The workflow awaits
/// nothing else, so a Durable orchestrator can run it.
/// </summary>
public interface IScoringSteps
{
    /// <summary>Calls the vendor once, or finds the circuit not closed. Never throws for what the vendor does.</summary>
    Task<AttemptResult> CallVendorAsync(VendorCall attempt);

    /// <summary>Asks the circuit itself whether the attempt may call; it may grant the probe lease.</summary>
    Task<CircuitDecision> AskCircuitAsync(CircuitEvent.Ask ask);

    /// <summary>Reports the result of a call to the circuit; returns whether calls pass now.</summary>
    Task<CircuitDecision> ReportToCircuitAsync(CircuitEvent.Report report);

    /// <summary>Waits until a moment; returns at once where it has passed.</summary>
    Task WaitUntilAsync(DateTimeOffset moment);

    /// <summary>The applicant's newest stored score, or null.</summary>
    Task<KnownScore?> FindLastScoreAsync(string applicantKey);

    /// <summary>Shows operators how far the validation is. Holds no personal data; not a durable step.</summary>
    void ShowProgress(ValidationProgress progress);
}

/// <summary>How far a validation is, for operators (Durable custom status).</summary>
/// <param name="Stage">
/// <c>calling</c>, <c>waiting</c>, <c>asking-circuit</c>, <c>degrading</c>, <c>completed</c> or <c>failed</c>.
/// </param>
/// <param name="Attempt">
/// The attempt it is at, 1 for the first; in the stages <c>degrading</c>, <c>completed</c> and <c>failed</c> the number of calls
/// that the vendor was sent, 0 or more.
/// </param>
/// <param name="NextAttemptAt">When the next attempt is due, while waiting.</param>
/// <param name="Circuit">
/// What the attempt found: <c>not-closed</c> while the circuit is asked, then <c>closed</c>, or <c>half-open</c> for the probe.
/// </param>
public sealed record ValidationProgress(string Stage, int Attempt, DateTimeOffset? NextAttemptAt = null, string? Circuit = null);
