using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>A host that is in trouble.</summary>
internal sealed class BrokenSteps : IScoringSteps
{
    public Task<AttemptResult> CallVendorAsync(VendorCall request) => throw new InvalidOperationException("broken");

    public Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask) =>
        throw new InvalidOperationException("broken");

    public Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report) =>
        throw new InvalidOperationException("broken");

    public Task WaitUntilAsync(DateTimeOffset moment) => throw new InvalidOperationException("broken");

    public Task<StoredScore?> FindLastScoreAsync(string applicantHash) => throw new InvalidOperationException("broken");

    public void ShowProgress(ValidationProgress progress)
    {
    }
}
