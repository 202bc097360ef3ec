using FinRisk.Local.Circuit;
using FinRisk.Local.Store;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Validations;

/// <summary>
/// The durable steps of one validation on SQLite. A finished vendor call is journaled before the workflow goes on, except the one
/// that brings the score: that is committed together with the validation's end.
/// </summary>
internal sealed class LocalSteps(
    RunningValidation running,
    VendorAttempt vendor,
    LocalCircuit circuit,
    LocalStore store,
    TimeProvider clock,
    CancellationToken stopping) : IScoringSteps
{
    public async Task<AttemptResult> CallVendorAsync(VendorCall attempt)
    {
        if (running.Journal.FirstOrDefault(done => done.Attempt == attempt.Attempt) is { } done)
            return done.Result;

        var result = await vendor.RunAsync(attempt, stopping);
        if (result.Status.WasCalled() && result.Status != AttemptStatus.Scored)
        {
            JournaledAttempt[] journal = [.. running.Journal, new JournaledAttempt(attempt.Attempt, result)];
            await LocalStore.WriteUntilCommittedAsync(
                () => store.JournalAsync(running.Input.ValidationId.Value, journal), clock, stopping);
            running.Journal = journal;
        }

        return result;
    }

    public Task<CircuitDecision> AskCircuitAsync(CircuitEvent.Ask ask) => Task.FromResult(circuit.Apply(ask));

    public Task<CircuitDecision> ReportToCircuitAsync(CircuitEvent.Report report) => Task.FromResult(circuit.Apply(report));

    public Task WaitUntilAsync(DateTimeOffset moment)
    {
        // Never longer than the plan knows: the attempt may have ended before the clock was set back.
        var plan = running.Input.Plan;
        var longest = plan.MaxDelay > plan.MaxRetryAfter ? plan.MaxDelay : plan.MaxRetryAfter;
        var wait = moment - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait < longest ? wait : longest, clock, stopping) : Task.CompletedTask;
    }

    public async Task<KnownScore?> FindLastScoreAsync(string applicantKey) => await store.FindAsync(applicantKey, stopping);

    public void ShowProgress(ValidationProgress progress) => running.Progress = progress;
}
