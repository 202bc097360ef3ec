using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Settings;

/// <summary>Contract 3, 5 and 9: what is kept, and no longer than it is told.</summary>
public sealed class KeepingTests
{
    /// <summary>On a host that keeps everything for two seconds.</summary>
    [OwnHostFact]
    public async Task Keys_and_scores_are_forgotten_in_time()
    {
        using var target = await OwnTarget.StartAsync(
            ("Validation:IdempotencyKeepFor", "00:00:02"),
            ("ScoreHistory:KeepFor", "00:00:02"),
            ("ScoreHistory:CacheFor", "00:00:01"));
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        (await target.FinRisk.ValidateAsync(applicant, key)).Is(200);

        await Eventually.TrueAsync(
            async () =>
                (await target.FinRisk.ValidateAsync(Applicant.New(), key)).Status is 200, "the idempotency key was forgotten");

        // The key is kept from the start of a validation, the score from its end, which may have been seconds later.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var correlation = Ids.CorrelationId();
        await target.Vendor.PlanAsync(correlation, "500 500 500");
        Expect.Problem(await target.FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), 502, "vendor-error");
    }
}
