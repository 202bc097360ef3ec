using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Steps as a host gives them after a crash: from the record, and any other request than the recorded one is a bug.</summary>
internal sealed class ReplayedSteps(IReadOnlyList<WorkflowStep> record) : IScoringSteps
{
    public int Replayed { get; private set; }

    public List<ValidationProgress> Shown { get; } = [];

    public Task<AttemptResult> CallVendorAsync(VendorCall attempt) => Next<AttemptResult>("call", attempt);

    public Task<CircuitDecision> AskCircuitAsync(CircuitEvent.Ask ask) => Next<CircuitDecision>("ask", ask);

    public Task<CircuitDecision> ReportToCircuitAsync(CircuitEvent.Report report) => Next<CircuitDecision>("tell", report);

    public Task WaitUntilAsync(DateTimeOffset moment) => Next<bool>("wait", moment);

    public Task<KnownScore?> FindLastScoreAsync(string applicantKey) => Next<KnownScore?>("find", applicantKey);

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
