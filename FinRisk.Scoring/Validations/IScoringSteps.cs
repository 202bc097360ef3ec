using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The durable steps that <see cref="ScoringWorkflow"/> is written against; a host makes them survive a crash. After a crash the
/// workflow runs again from its start and every step that had finished must give the same answer without doing its work again.
/// The workflow awaits nothing else, so a Durable orchestrator can run it.
/// </summary>
public interface IScoringSteps
{
    /// <summary>Calls the vendor once, or finds the circuit not closed. Never throws for what the vendor does.</summary>
    Task<AttemptResult> CallVendorAsync(VendorCall attempt);

    /// <summary>Asks the circuit itself; may grant the probe lease.</summary>
    Task<CircuitDecision> AskCircuitAsync(CircuitEvent.Ask ask);

    /// <summary>Tells the circuit how a call went; answers whether calls pass now.</summary>
    Task<CircuitDecision> TellCircuitAsync(CircuitEvent.Report report);

    /// <summary>Waits until a moment; at once where it has passed.</summary>
    Task WaitUntilAsync(DateTimeOffset moment);

    /// <summary>The applicant's last known score, or null.</summary>
    Task<KnownScore?> FindLastScoreAsync(string applicantKey);

    /// <summary>Shows operators where the validation stands. Holds no personal data; costs no step.</summary>
    void Show(ValidationProgress progress);
}
