using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Privacy;

/// <summary>An operator rotates the pepper of a local host: rename the file, start again.</summary>
public sealed class PepperRotationTests
{
    /// <summary>Keys and scores that were kept under the first one still count; new ones are kept under the new one.</summary>
    [OwnHostFact]
    public async Task Keys_and_scores_outlive_a_rotation()
    {
        using var target = await OwnTarget.StartAsync();
        var (applicant, key, correlation) = (Applicant.New(), Ids.Keyed(Ids.IdempotencyKey()), Ids.CorrelationId());
        var score = Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant, key), applicant);
        var first = score.GetProperty("validationId").GetString();
        await RotateAsync(target, "first");

        var replayed = await target.FinRisk.ValidateAsync(applicant, key);
        Assert.Equal(("true", first), (replayed["Idempotency-Replayed"], replayed.Get("validationId")));
        Expect.Problem(await target.FinRisk.ValidateAsync(Applicant.New(), key), 422, "idempotency-key-reused");
        Assert.Equal(first, (await target.FinRisk.ValidateAsync(applicant)).Is(200).Get("validationId"));
        await target.Vendor.PlanAsync(correlation, "500", forever: true);
        var degraded = (await target.FinRisk.ValidateAsync(applicant, Ids.NoCache, Ids.CorrelatedBy(correlation))).Is(200);
        Assert.Equal(
            (true, score.GetProperty("scoredAt").GetString()),
            (degraded.Json.GetProperty("degradedMode").GetBoolean(), degraded.Get("scoredAt")));

        // Without the first pepper what it kept is forgotten, and what came after it is not.
        var (later, laterKey) = (Applicant.New(), Ids.Keyed(Ids.IdempotencyKey()));
        Expect.FreshScore(await target.FinRisk.ValidateAsync(later, laterKey), later);
        await target.Host.KillAsync();
        File.Delete(Path.Combine(target.Host.DataFolder, "keys", "pepper.first"));
        await target.Host.StartAgainAsync();
        Assert.Equal("true", (await target.FinRisk.ValidateAsync(later, laterKey))["Idempotency-Replayed"]);
        Assert.NotEqual(first, (await target.FinRisk.ValidateAsync(applicant, key)).Is(200).Get("validationId"));
    }

    private static async Task RotateAsync(OwnTarget target, string name)
    {
        var pepper = Path.Combine(target.Host.DataFolder, "keys", "pepper");
        await target.Host.KillAsync();
        File.Move(pepper, $"{pepper}.{name}");
        await target.Host.StartAgainAsync();
    }
}
