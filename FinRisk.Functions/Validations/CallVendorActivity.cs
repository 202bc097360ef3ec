using FinRisk.Functions.Scores;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Validations;

/// <summary>The step "call the vendor once": the only I/O with RiskShield.</summary>
public sealed class CallVendorActivity(VendorAttempt vendor, ScoreTable scores, IScoreCache cache, DurableClients clients, TimeProvider clock)
{
    /// <summary>The activity's name, part of every stored instance.</summary>
    public const string Name = "CallVendor";

    /// <summary>Makes the call, and keeps the score before the orchestration hears of it.</summary>
    [Function(Name)]
    public async Task<AttemptResult> RunAsync(
        [ActivityTrigger] VendorStep step, [DurableClient] DurableTaskClient client, CancellationToken stopping)
    {
        clients.Learn(client);
        if (step.NotBefore - clock.GetUtcNow() is { Ticks: > 0 } early)
            await Task.Delay(early, clock, stopping);

        var call = step.Call;
        var result = await vendor.RunAsync(call, stopping);
        if (result.Score is { } score)
        {
            var known = new KnownScore(score, result.FinishedAt, call.Validation.ValidationId);
            if (await scores.KeepAsync(call.Validation.ApplicantKey, known))
                await cache.KeepAsync(call.Validation.ApplicantKey, known);
        }

        return result;
    }
}
