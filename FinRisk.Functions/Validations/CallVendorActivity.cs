using FinRisk.Functions.Audit;
using FinRisk.Functions.Scores;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>The step "call the vendor once": the only I/O with RiskShield.</summary>
public sealed class CallVendorActivity(
    VendorAttempt vendor,
    ScoreTable scores,
    IScoreCache cache,
    AuditTable audit,
    TimeProvider clock,
    ILogger<CallVendorActivity> log)
{
    /// <summary>The activity's name, part of every stored instance.</summary>
    public const string Name = "CallVendor";

    /// <summary>Makes the call; keeps and audits the score, side by side, before the orchestration hears of it.</summary>
    [Function(Name)]
    public async Task<AttemptResult> RunAsync(
        [ActivityTrigger] VendorStep step, [DurableClient] DurableTaskClient client, CancellationToken stopping)
    {
        var (correlationId, id) = (step.Call.Validation.CorrelationId, step.Call.Validation.ValidationId);
        using var scope = log.BeginScope(new LogScope(correlationId, id.Value));
        if (step.NotBefore - clock.GetUtcNow() is { Ticks: > 0 } early)
            await Task.Delay(early, clock, stopping);

        var call = step.Call;
        var result = await vendor.RunAsync(call, stopping);
        if (result.Score is not { } score)
            return result;

        // A score is the validation's end: what comes after this only passes it on.
        var known = new KnownScore(score, result.FinishedAt, call.Validation.ValidationId);
        var keeping = scores.KeepAsync(call.Validation.ApplicantKey, known);
        var audited = await audit.TryAppendAsync(
            AuditRecords.Ended(call.Validation, new ValidationOutcome(call.CallsBefore + 1, result.FinishedAt, known)));
        if (await keeping)
            await cache.KeepAsync(call.Validation.ApplicantKey, known);
        return result with { Audited = audited };
    }
}

/// <summary>
/// The input of <see cref="CallVendorActivity"/>. A durable contract: members are only added, and added as optional.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="NotBefore">When it is due, where the durable timer went off before that.</param>
public sealed record VendorStep(VendorCall Call, DateTimeOffset? NotBefore = null);
