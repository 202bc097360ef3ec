using CsCheck;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>
/// What holds in random outages of two providers. <see cref="OutageWorld"/> checks at every call: admitted by that provider's
/// circuit, one probe at a time, one bill for a validation and provider, not after the deadline.
/// </summary>
public sealed class OutageProperties
{
    private static readonly AttemptStatus[] Statuses =
        [AttemptStatus.ServerError, AttemptStatus.TimedOut, AttemptStatus.NetworkFailure, AttemptStatus.InvalidResponse];

    private static readonly Gen<VendorOutage> Outage = Gen.Select(
        Gen.Bool, Gen.Int[0, 1_200], Gen.OneOf(Gen.Int[1, 100], Gen.Int[100, 3_000]), Gen.Int[0, Statuses.Length - 1],
        (backup, from, seconds, status) => new VendorOutage(
            backup ? OutageWorld.Backup : ProviderName.RiskShield, from, seconds, Statuses[status]));

    private static readonly Gen<ValidationPlan> Plan = Gen.Select(
        Gen.Int[1, 3], Gen.Bool, Gen.OneOf(Gen.Const(0), Gen.Int[1, 60], Gen.Int[60, 7_200]),
        (attempts, backup, deadline) => Sample.Plan with
        {
            MaxAttempts = attempts,
            Backup = backup ? OutageWorld.Backup : null,
            Deadline = deadline == 0 ? null : TimeSpan.FromSeconds(deadline),
        });

    private static readonly Gen<ValidationInput[]> Inputs = Gen.Select(Plan, Gen.Int[0, 900_000],
        (plan, ms) => (plan, ms)).Array[1, 12].Select(
        validations => validations.Select((validation, number) => Sample.Input(validation.plan) with
        {
            ValidationId = ValidationId.Create(number, "0123456789abcdef"u8),
            AcceptedAt = Sample.Start.AddMilliseconds(validation.ms),
        }).ToArray());

    private static readonly Gen<(VendorOutage[] Outages, ValidationInput[] Inputs, int[] Dice)> Worlds = Gen.Select(
        Outage.Array[0, 5], Inputs, Gen.Int[0, 99].Array[1, 30], (outages, inputs, dice) => (outages, inputs, dice));

    [Fact]
    public void No_outage_breaks_what_must_always_hold_and_every_validation_ends_by_its_deadline() => Worlds.Sample(
        sample =>
        {
            foreach (var run in Run(sample.Outages, sample.Inputs, sample.Dice))
            {
                var end = run.End;
                if (run.Input.Deadline is { } deadline)
                {
                    Assert.True(end.FinishedAt <= deadline + OutageWorld.LongestCall, "It ends after its deadline.");
                    Assert.All(run.Shown, shown => Assert.True(shown.NextAttemptAt is null || shown.NextAttemptAt <= deadline));
                }
            }
        },
        iter: Properties.Iterations(2_000));

    [Fact]
    public void A_replay_takes_the_same_steps_to_the_same_end() => Worlds.Sample(
        sample =>
        {
            foreach (var run in Run(sample.Outages, sample.Inputs, sample.Dice))
            {
                var replay = new ReplayedSteps(run.Record);
                var again = ScoringWorkflow.RunAsync(run.Input, replay);
                Assert.True(again.IsCompletedSuccessfully, again.Exception?.InnerException?.Message);
                Assert.Equal(run.End, again.Result);
                Assert.Equal(run.Record.Count, replay.Replayed);
                Assert.Equal(run.Shown, replay.Shown);
            }
        },
        iter: Properties.Iterations(500));

    /// <summary>The worlds would prove little if nothing waited, nothing was probed and no backup was asked.</summary>
    [Fact]
    public void Random_worlds_reach_waits_probes_backups_and_scores_after_an_outage()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Worlds.Sample(
            sample =>
            {
                foreach (var run in Run(sample.Outages, sample.Inputs, sample.Dice))
                {
                    foreach (var shown in run.Shown)
                        seen[$"{shown.Stage}/{shown.Circuit}/{shown.Provider}"] = true;
                    if (run.End is { Score: { } score } && run.Record.Any(step => step.Kind == "wait"))
                        seen[$"scored after a wait by {score.Provider}"] = true;
                }
            },
            iter: 500);
        Assert.Superset(
            new HashSet<string>
            {
                "calling/half-open/riskshield", "calling/half-open/scoretwo", "waiting//", "scored after a wait by riskshield",
                "scored after a wait by scoretwo", "degrading//",
            },
            seen.Keys.ToHashSet());
    }

    private static OutageRun[] Run(VendorOutage[] outages, ValidationInput[] inputs, int[] dice)
    {
        var world = new OutageWorld(outages, dice);
        var runs = inputs.Select(world.Start).ToArray();
        world.Run();
        return runs;
    }
}
