using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>
/// Steps as a host gives them after a crash: from the record, and any other request than the recorded one is a bug.
/// </summary>
internal sealed class ReplayedSteps(IReadOnlyList<WorkflowStep> record) : IScoringSteps
{
    public int Replayed { get; private set; }

    public List<ValidationProgress> Shown { get; } = [];

    public Task<AttemptResult> CallVendorAsync(VendorCall request) => Next<AttemptResult>("call", request);

    public Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask) =>
        Next<CircuitDecision>("ask", (provider, ask));

    public Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report) =>
        Next<CircuitDecision>("tell", (provider, report));

    public Task WaitUntilAsync(DateTimeOffset moment) => Next<bool>("wait", moment);

    public Task<StoredScore?> FindLastScoreAsync(string applicantHash) => Next<StoredScore?>("find", applicantHash);

    public void ShowProgress(ValidationProgress progress) => Shown.Add(progress);

    private Task<T> Next<T>(string kind, object request)
    {
        if (Replayed == record.Count)
            Assert.Fail($"The replay takes a step more: {kind}.");
        var step = record[Replayed++];
        if (step.Kind != kind || !step.Request.Equals(request))
            Assert.Fail($"The replay takes step {Replayed} another way: {kind} instead of {step.Kind}.");
        return Task.FromResult((T)step.Answer!);
    }
}
