using FinRisk.Local.Circuit;
using FinRisk.Local.Store;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Time;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Validations;

/// <summary>
/// The steps of one validation, made durable by the store. The result of a vendor call is journaled before the workflow
/// continues, except for a score, which is committed together with the validation's end.
/// </summary>
/// <param name="running">The validation.</param>
/// <param name="vendor">Calls the vendor.</param>
/// <param name="circuits">The circuits of all providers.</param>
/// <param name="store">Stores the journal.</param>
/// <param name="clock">The current time and the waits.</param>
/// <param name="log">Receives what the steps go without.</param>
/// <param name="draining">Cancelled when the host begins to stop: no step then starts another call or wait.</param>
/// <param name="stopping">Cancelled when the host stops: it cancels calls and writes that have started.</param>
internal sealed partial class LocalSteps(
    RunningValidation running,
    VendorAttempt vendor,
    LocalCircuits circuits,
    LocalStore store,
    TimeProvider clock,
    ILogger log,
    CancellationToken draining,
    CancellationToken stopping) : IScoringSteps
{
    /// <summary>The last attempt, if it made no call and the workflow now requests admission for it from the circuit.</summary>
    private JournaledAttempt? _notAdmitted;

    private bool OutlivesOutage => running.Input.Plan.Deadline is not null;

    public async Task<AttemptResult> CallVendorAsync(VendorCall request)
    {
        if (running.Journal.FirstOrDefault(done => IsSame(done, request)) is { } done)
            return done.Result;

        draining.ThrowIfCancellationRequested();
        var result = await vendor.RunAsync(request, stopping);
        var attempt = new JournaledAttempt(request.Attempt, result, request.Provider);
        _notAdmitted = result.Status == AttemptStatus.NotAdmitted ? attempt : null;
        if (IsJournaled(result))
            await JournalAsync(attempt);
        return result;
    }

    /// <summary>
    /// Requests admission from the circuit. For an attempt in the journal, returns the earlier decision instead: the circuit
    /// might decide differently now, and the workflow would ignore the result of that attempt.
    /// </summary>
    public async Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask)
    {
        if (running.Journal.FirstOrDefault(done => done.Provider == provider
            && IdOf(done) == ask.Attempt) is { Result: var done })
            return new CircuitDecision(done.Status != AttemptStatus.NotAdmitted, done.Generation, RetryAt: done.RefusedUntil);

        // After admission for a probe that is then not sent, the circuit would admit no other probe until the lease expires.
        draining.ThrowIfCancellationRequested();
        var decision = circuits.Apply(provider, ask);
        if (!decision.Admitted && _notAdmitted is { } attempt && IdOf(attempt) == ask.Attempt && OutlivesOutage)
            await JournalAsync(attempt with { Result = attempt.Result with { RefusedUntil = decision.RetryAt } });
        return decision;
    }

    public Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report) =>
        Task.FromResult(circuits.Apply(provider, report));

    public Task WaitUntilAsync(DateTimeOffset moment)
    {
        // At most the longest wait of the plan: if the clock was set back after the last attempt, the moment is too far ahead.
        var plan = running.Input.Plan;
        var maxWait = Moments.Longer(plan.MaxDelay, plan.MaxRetryAfter);
        if (plan.Deadline is not null)
            maxWait = Moments.Longer(maxWait, RetrySchedule.MaxOutageInterval);
        var wait = moment - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait < maxWait ? wait : maxWait, clock, draining) : Task.CompletedTask;
    }

    public async Task<StoredScore?> FindLastScoreAsync(string applicantHash)
    {
        try
        {
            return await store.FindAsync(applicantHash, stopping);
        }
        catch (StoreException exception)
        {
            // The vendor cannot be used, and the history cannot be read either, so there is no older score to answer with.
            Log.HistoryUnreadable(log, exception.Code, running.Input.ValidationId.Value);
            return null;
        }
    }

    public void ShowProgress(ValidationProgress progress) => running.Progress = progress;

    private static bool IsSame(JournaledAttempt done, VendorCall request) =>
        done.Attempt == request.Attempt && done.Provider == request.Provider;

    /// <summary>
    /// True if the result must be journaled for a restart: that of every call, and, for a validation that outlives an outage,
    /// also that of an attempt without a call, because later attempts follow it. A score is not journaled, because it is
    /// committed with the validation's end.
    /// </summary>
    private bool IsJournaled(AttemptResult result) => result.Status != AttemptStatus.Scored
        && (result.Status.WasCalled()
            || (OutlivesOutage && (result.Status != AttemptStatus.NotAdmitted || result.RefusedUntil is not null)));

    private string IdOf(JournaledAttempt attempt) => running.Input.AttemptId(attempt.Provider, attempt.Attempt);

    private async Task JournalAsync(JournaledAttempt attempt)
    {
        JournaledAttempt[] journal = [.. running.Journal, attempt];
        await LocalStore.WriteUntilCommittedAsync(
            () => store.JournalAsync(running.Input.ValidationId.Value, journal), clock, stopping);
        running.Journal = journal;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1104,
            LogLevel.Error,
            "score_history_unreadable: SQLite {code}; {validationId} goes without an older score",
            EventName = "score_history_unreadable")]
        public static partial void HistoryUnreadable(ILogger log, int code, string validationId);
    }
}
