using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The business process: attempt the vendor call a few times, respect the circuit, fall back on an older score. Deterministic: it
/// has no clock, no randomness and no I/O but its steps, so a host may replay it from the start at any time.
/// </summary>
public static class ScoringWorkflow
{
    /// <summary>
    /// Runs one validation to its outcome. Throws only what a step throws: a bug, or the cancellation of a stopping host.
    /// </summary>
    public static async Task<ValidationOutcome> RunAsync(ValidationInput input, IScoringSteps steps)
    {
        if (input.Known is { } known)
            return new ValidationOutcome(0, input.AcceptedAt, known);

        var (calls, billing) = (0, input.Billing ?? VendorBilling.None);
        for (var attempt = 1; ; attempt++)
        {
            steps.ShowProgress(new ValidationProgress("calling", attempt));
            var (result, refusal) = await AttemptAsync(input, attempt, calls, steps);
            if (refusal is not null)
                return await FailAsync(input, steps, calls, billing, FailureCode.CircuitOpen, result.FinishedAt, refusal.RetryAt);
            if (result.Status.WasCalled())
                calls++;
            billing = billing.After(result.Status);

            var circuit = await ReportAsync(input, attempt, result, steps);
            if (result.Score is { } score)
                return new ValidationOutcome(
                    calls, result.FinishedAt, new KnownScore(score, result.FinishedAt, input.ValidationId));
            if (!result.Status.IsRetryable() || attempt >= input.Plan.MaxAttempts)
            {
                return await FailAsync(
                    input, steps, calls, billing, result.Status.ToFailureCode(), result.FinishedAt, RetryAt(input, result), result.Status);
            }

            var next = result.FinishedAt + RetrySchedule.WaitAfter(
                input.Plan, attempt, input.AttemptId(attempt), result.RetryAfter);
            if (circuit is { Admitted: false } && circuit.RetryAt > next)
                return await FailAsync(input, steps, calls, billing, FailureCode.CircuitOpen, result.FinishedAt, circuit.RetryAt);

            steps.ShowProgress(new ValidationProgress("waiting", attempt, next));
            await steps.WaitUntilAsync(next);
        }
    }

    /// <summary>
    /// One attempt. The call itself reads the local view of the circuit, so a healthy request does not ask the circuit, and
    /// neither does one that the view refuses. The circuit is asked only where the view is not closed and does not refuse; only
    /// it admits a probe.
    /// </summary>
    private static async Task<(AttemptResult Result, CircuitDecision? Refusal)> AttemptAsync(
        ValidationInput input, int attempt, int calls, IScoringSteps steps)
    {
        var call = new VendorCall(input, attempt, CallsBefore: calls);
        var result = await steps.CallVendorAsync(call);
        if (result.Status != AttemptStatus.NotAdmitted)
            return (result, null);
        if (result.RefusedUntil is { } until)
            return (result, new CircuitDecision(Admitted: false, result.Generation, RetryAt: until));

        steps.ShowProgress(new ValidationProgress("asking-circuit", attempt, Circuit: "not-closed"));
        var decision = await steps.AskCircuitAsync(new CircuitEvent.Ask(input.AttemptId(attempt)));
        if (!decision.Admitted)
            return (result, decision);

        steps.ShowProgress(new ValidationProgress("calling", attempt, Circuit: decision.IsProbe ? "half-open" : "closed"));
        return (await steps.CallVendorAsync(call with { AdmittedGeneration = decision.Generation }), null);
    }

    /// <summary>
    /// Reports to the circuit what can change it: a failure always, anything else only where it was not healthy.
    /// </summary>
    private static async Task<CircuitDecision?> ReportAsync(
        ValidationInput input, int attempt, AttemptResult result, IScoringSteps steps)
    {
        var verdict = result.Status.ToVerdict();
        return verdict == CircuitVerdict.Failure || result.CircuitWasTroubled
            ? await steps.ReportToCircuitAsync(new CircuitEvent.Report(input.AttemptId(attempt), result.Generation, verdict))
            : null;
    }

    private static async Task<ValidationOutcome> FailAsync(
        ValidationInput input,
        IScoringSteps steps,
        int calls,
        VendorBilling billing,
        FailureCode code,
        DateTimeOffset at,
        DateTimeOffset? retryAt,
        AttemptStatus? cause = null)
    {
        if (input.Plan.Degrade && code.AllowsDegradedAnswer())
        {
            steps.ShowProgress(new ValidationProgress("degrading", calls));
            var last = await FindLastAsync(input, steps);
            if (last is not null && at - last.ScoredAt <= input.Plan.ScoreKeepFor)
                return new ValidationOutcome(calls, at, last, DegradedBy: code);
        }

        var left = billing == VendorBilling.None ? null : billing;
        return new ValidationOutcome(
            calls, at, Failure: code, RetryAt: retryAt, Final: cause == AttemptStatus.Rejected, Billing: left);
    }

    /// <summary>The newest stored score, under the current pepper or a former one.</summary>
    private static async Task<KnownScore?> FindLastAsync(ValidationInput input, IScoringSteps steps)
    {
        var last = await steps.FindLastScoreAsync(input.ApplicantKey);
        foreach (var former in input.FormerApplicantKeys ?? [])
            last ??= await steps.FindLastScoreAsync(former);
        return last;
    }

    /// <summary>
    /// The time at which the caller should send its request again: as the vendor or our own queue said, no later than the plan's
    /// cap; for a throttled caller after the longest computed wait where neither said; where a probe's lease expired before its
    /// call began, when the circuit may be asked again.
    /// </summary>
    private static DateTimeOffset? RetryAt(ValidationInput input, AttemptResult result)
    {
        if (result.Status == AttemptStatus.Rejected)
            return null;
        var wait = RetrySchedule.CapRetryAfter(input.Plan, result.RetryAfter)
            ?? (result.Status is AttemptStatus.Throttled or AttemptStatus.NoPermit ? input.Plan.MaxDelay : null);
        return wait is { } needed ? result.FinishedAt + needed : result.RefusedUntil;
    }
}
