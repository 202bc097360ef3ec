using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Durable steps of a vendor whose circuit is open, and a history that knows scores by their keys.</summary>
internal sealed class KeyedSteps(Dictionary<string, StoredScore> scores) : IScoringSteps
{
    /// <summary>The keys that were looked under, in order.</summary>
    public List<string> Asked { get; } = [];

    public Task<AttemptResult> CallVendorAsync(VendorCall request) =>
        Task.FromResult(new AttemptResult(AttemptStatus.NotAdmitted, Sample.Start, CircuitWasTroubled: true));

    public Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask) =>
        Task.FromResult(new CircuitDecision(Admitted: false, 1, IsProbe: false, Sample.Start));

    public Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report) =>
        throw new InvalidOperationException("Nothing happened.");

    public Task WaitUntilAsync(DateTimeOffset moment) => Task.CompletedTask;

    public Task<StoredScore?> FindLastScoreAsync(string applicantHash)
    {
        Asked.Add(applicantHash);
        return Task.FromResult(scores.GetValueOrDefault(applicantHash));
    }

    public void ShowProgress(ValidationProgress progress)
    {
    }
}
