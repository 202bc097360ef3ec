using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The business process of one validation: call RiskShield; if RiskShield cannot be used, call the backup provider; if neither
/// can be used, wait and try again if the validation may outlive an outage (decision 0021), otherwise fall back on an older
/// score. The workflow is deterministic (no clock, no randomness, no I/O outside of its steps), so a host may replay it from the
/// start.
/// </summary>
public static class ScoringWorkflow
{
    /// <summary>
    /// Runs one validation and returns its outcome. An exception comes from a step and is a bug, or the cancellation of a
    /// stopping host.
    /// </summary>
    public static async Task<ValidationOutcome> RunAsync(ValidationInput input, IScoringSteps steps)
    {
        if (input.CachedScore is { } recent)
            return new ValidationOutcome(Attempts: 0, input.AcceptedAt, recent);

        var recorder = new AttemptRecorder();
        var riskShield = new ProviderCalls(ProviderName.RiskShield, input, steps, recorder, input.Billing);
        var backup = input.Plan.Backup is { } name ? new ProviderCalls(name, input, steps, recorder, input.BackupBilling) : null;
        while (true)
        {
            var result = await riskShield.RunAsync(callsToOthers: backup?.Calls ?? 0);
            var retryAt = result.RetryAt;

            // If our own call limits held the call back, RiskShield may be healthy: the validation waits instead of using the
            // backup.
            var willRetryRiskShieldSoon =
                result.IsQueued && RetrySchedule.NextAttemptInOutage(input, result, retryAt) is not null;
            if (result.IsUnavailable && !willRetryRiskShieldSoon && backup is { HasPermanentFailure: false }
                && !(result.At > input.Deadline))
            {
                var backupResult = await backup.RunAsync(callsToOthers: riskShield.Calls);

                // If the backup has no score either, the failure stays RiskShield's, but the next try may come as soon as either
                // provider may be called.
                result = backupResult.Score is not null ? backupResult : result with { At = backupResult.At };
                retryAt = backup.HasPermanentFailure || retryAt < backupResult.RetryAt ? retryAt : backupResult.RetryAt;
            }

            var calls = riskShield.Calls + (backup?.Calls ?? 0);
            if (result.Score is { } score)
                return new ValidationOutcome(calls, result.At, score, History: recorder.History);
            if (!result.IsUnavailable || RetrySchedule.NextAttemptInOutage(input, result, retryAt) is not { } next)
                return await DegradeOrFailAsync(input, steps, recorder, result, riskShield, backup);

            recorder.SetNextAttempt(next);
            steps.ShowProgress(new ValidationProgress(
                ValidationProgress.Waiting, calls, calls, next, Code: result.Failure?.ToCode(), History: recorder.History));
            await steps.WaitUntilAsync(next);
        }
    }

    /// <summary>Ends a validation without a new score: with an older score in degraded mode, or with the failure.</summary>
    private static async Task<ValidationOutcome> DegradeOrFailAsync(
        ValidationInput input,
        IScoringSteps steps,
        AttemptRecorder recorder,
        ProviderResult result,
        ProviderCalls riskShield,
        ProviderCalls? backup)
    {
        var (code, calls) = (result.Failure!.Value, riskShield.Calls + (backup?.Calls ?? 0));
        if (input.Plan.Degrade && result.IsUnavailable)
        {
            steps.ShowProgress(
                new ValidationProgress("degrading", calls, calls, Code: code.ToCode(), History: recorder.History));
            var last = await FindLastAsync(input, steps);
            if (last is not null && result.At - last.ScoredAt <= input.Plan.ScoreMaxAge)
                return new ValidationOutcome(calls, result.At, last, DegradedBy: code, History: recorder.History);
        }

        return new ValidationOutcome(
            calls,
            result.At,
            Failure: code,
            RetryAt: result.RetryAt,
            Final: result.IsFinal,
            Billing: riskShield.BillingToStore,
            BackupBilling: backup?.BillingToStore,
            History: recorder.History);
    }

    /// <summary>
    /// Returns the newest stored score, found under the current pepper or a previous one; null if there is none.
    /// </summary>
    private static async Task<StoredScore?> FindLastAsync(ValidationInput input, IScoringSteps steps)
    {
        var last = await steps.FindLastScoreAsync(input.ApplicantHash);
        foreach (var previous in input.PreviousApplicantHashes ?? [])
            last ??= await steps.FindLastScoreAsync(previous);
        return last;
    }
}
