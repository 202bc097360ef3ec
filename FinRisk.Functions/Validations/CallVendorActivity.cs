using FinRisk.Functions.Audit;
using FinRisk.Functions.Scores;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>The workflow step that calls a score provider once.</summary>
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

    /// <summary>
    /// Calls the provider. If the call obtains a score, stores and audits the score in parallel before returning the result. The
    /// client parameter has no use of its own: the binding makes the client of the Durable extension available to the circuit.
    /// </summary>
    [Function(Name)]
    public async Task<AttemptResult> RunAsync(
        [ActivityTrigger] VendorStep step, [DurableClient] DurableTaskClient client, CancellationToken stopping)
    {
        var (correlationId, id) = (step.Call.Validation.CorrelationId, step.Call.Validation.ValidationId);
        using var scope = log.BeginScope(new LogScope(correlationId, id.Value));
        if (step.NotBefore - clock.GetUtcNow() is { Ticks: > 0 } remaining)
            await Task.Delay(remaining, clock, stopping);

        var call = step.Call;
        var result = await vendor.RunAsync(call, stopping);
        if (result.Score is not { } score)
            return result;

        // A score ends the validation, so the end can be audited here and needs no separate step.
        var stored = new StoredScore(score, result.FinishedAt, call.Validation.ValidationId, call.Provider);
        var saving = scores.SaveAsync(call.Validation.ApplicantHash, stored);
        var audited = await audit.TryAppendAsync(
            AuditRecords.Ended(call.Validation, new ValidationOutcome(call.CallsBefore + 1, result.FinishedAt, stored)));
        if (await saving)
            await cache.SaveAsync(call.Validation.ApplicantHash, stored);
        return result with { Audited = audited };
    }
}

/// <summary>
/// The input of <see cref="CallVendorActivity"/>. It is stored by Durable, so members may only be added, and only as optional.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="NotBefore">
/// The earliest time of the call, if the durable timer fired before it; see <see cref="DurableSteps"/>.
/// </param>
public sealed record VendorStep(VendorCall Call, DateTimeOffset? NotBefore = null);
