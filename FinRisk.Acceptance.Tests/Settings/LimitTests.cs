using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Settings;

/// <summary>Contract 4 and 9: limits on callers and on calls to the vendor.</summary>
public sealed class LimitTests
{
    /// <summary>A caller that asks too often is told when to come back, and then served.</summary>
    [OwnHostFact]
    public async Task Too_many_requests_are_refused_until_the_window_has_passed()
    {
        const int permits = 3;
        using var target = await OwnTarget.StartAsync(
            ("RateLimit:Permits", $"{permits}"), ("RateLimit:Window", "00:00:05"), ("ScoreHistory:CacheFor", "00:00:00"));

        // A cache that keeps nothing is off.
        var applicant = Applicant.New();
        for (var count = 0; count < permits; count++)
            Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);

        var refused = await target.FinRisk.ValidateAsync(applicant);
        Expect.Problem(refused, 429, "rate-limited");
        Expect.RetryAfter(refused, TimeSpan.FromSeconds(5));
        Assert.NotNull(refused["RateLimit"]);
        Assert.Contains($"{permits}", refused["RateLimit-Policy"], StringComparison.Ordinal);
        (await target.FinRisk.GetAsync("/health/ready")).Is(200);
        Assert.Equal(permits, (await target.Vendor.StatsAsync()).Calls);

        await refused.WaitToRetryAsync();
        Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);
    }

    /// <summary>More callers than the vendor may be burdened with wait for their turn.</summary>
    [OwnHostFact]
    public async Task The_vendor_is_not_called_more_often_than_allowed()
    {
        const int atOnce = 2;
        const int perSecond = 20;
        const int requests = 60;
        using var target = await OwnTarget.StartAsync(
            ("RiskShield:MaxConcurrentCalls", $"{atOnce}"), ("RiskShield:MaxCallsPerSecond", $"{perSecond}"),
            ("RiskShield:AttemptTimeout", "00:00:20"), ("Circuit:ProbeLease", "00:00:30"), ("Validation:SyncWait", "00:00:30"));
        await target.Vendor.SetLatencyAsync(new JsonObject { ["kind"] = "fixed", ["ms"] = 20 });
        var prefix = Ids.CorrelationId();

        var answers = await Task.WhenAll(Enumerable.Range(0, requests)
            .Select(number => target.FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{prefix}.{number}"))));
        Assert.All(answers, answer => answer.Is(200));
        Assert.InRange((await target.Vendor.StatsAsync()).MaxInFlight, 1, atOnce);

        // One second's worth may come as a burst; the rest has to be spread.
        var calls = await target.Vendor.CallsOfPrefixAsync(prefix);
        Assert.Equal(requests, calls.Length);
        Assert.True(
            calls[^1].Time - calls[0].Time >= TimeSpan.FromSeconds((requests / perSecond) - 1.2), "The calls came too fast.");
    }
}
