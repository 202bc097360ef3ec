using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>A host that is in trouble.</summary>
internal sealed class BrokenSteps : IScoringSteps
{
    public Task<AttemptResult> CallVendorAsync(VendorCall attempt) => throw new InvalidOperationException("broken");

    public Task<CircuitDecision> AskCircuitAsync(CircuitEvent.Ask ask) => throw new InvalidOperationException("broken");

    public Task<CircuitDecision> ReportToCircuitAsync(CircuitEvent.Report report) => throw new InvalidOperationException("broken");

    public Task WaitUntilAsync(DateTimeOffset moment) => throw new InvalidOperationException("broken");

    public Task<KnownScore?> FindLastScoreAsync(string applicantKey) => throw new InvalidOperationException("broken");

    public void ShowProgress(ValidationProgress progress)
    {
    }
}
