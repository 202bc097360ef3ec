using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Durable steps under virtual time: calls end as scripted, 100 ms each, and everything is put on record.</summary>
internal sealed class ScriptedSteps(FaultWorld world, IReadOnlyList<AttemptStatus> script) : IScoringSteps
{
    private DateTimeOffset _now = Sample.Start;
    private int _calls;

    public List<WorkflowStep> Record { get; } = [];

    public List<ValidationProgress> Shown { get; } = [];

    /// <summary>The script ended while the workflow wanted another call.</summary>
    public bool WantsMore { get; private set; }

    public Task<AttemptResult> CallVendorAsync(VendorCall request)
    {
        if (_calls == script.Count)
        {
            WantsMore = true;
            return new TaskCompletionSource<AttemptResult>().Task;
        }

        var status = script[_calls++];
        _now = _now.AddMilliseconds(100);
        var result = new AttemptResult(
            status,
            _now,
            status == AttemptStatus.Scored ? Sample.Score : null,
            RetryAfter: status is AttemptStatus.Scored or AttemptStatus.NotAdmitted ? null : world.RetryAfter,
            Generation: request.AdmittedGeneration ?? 4,
            CircuitWasTroubled: request.AdmittedGeneration is not null || status == AttemptStatus.NotAdmitted || world.Troubled,
            RefusedUntil: status == AttemptStatus.NotAdmitted
                && (world.ViewRefuses || request.AdmittedGeneration is not null) ? _now + FaultWorld.Late : null);
        return Done("call", request, result);
    }

    public Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask) =>
        Done("ask", (provider, ask), FaultWorld.Decide(world.Asked, _now));

    public Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report) =>
        Done("tell", (provider, report), FaultWorld.Decide(world.Told, _now));

    public Task WaitUntilAsync(DateTimeOffset moment)
    {
        _now = moment > _now ? moment : _now;
        return Done("wait", moment, true);
    }

    public Task<StoredScore?> FindLastScoreAsync(string applicantHash) => Done("find", applicantHash, world.LastScore(_now));

    public void ShowProgress(ValidationProgress progress) => Shown.Add(progress);

    private Task<T> Done<T>(string kind, object request, T answer)
    {
        Record.Add(new WorkflowStep(kind, request, answer));
        return Task.FromResult(answer);
    }
}
