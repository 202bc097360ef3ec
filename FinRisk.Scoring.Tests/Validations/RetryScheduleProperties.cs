using CsCheck;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 5: waits 1 s, 2 s (factor 2, cap 10 s, jitter); a Retry-After is honoured up to 30 s.</summary>
public sealed class RetryScheduleProperties
{
    private static readonly Gen<ValidationPlan> Plans = Gen.Select(
        Gen.Long[1, 3_600_000], Gen.Long[1, 3_600_000], Gen.Long[0, 3_600_000],
        (first, max, after) => Sample.Plan with
        {
            FirstDelay = TimeSpan.FromMilliseconds(first),
            MaxDelay = TimeSpan.FromMilliseconds(max),
            MaxRetryAfter = TimeSpan.FromMilliseconds(after),
        });

    private static readonly Gen<string> Ids = Gen.String[1, 60];

    [Fact]
    public void Without_a_wish_of_the_vendor_the_wait_is_the_capped_doubling_less_a_quarter_at_most() =>
        Gen.Select(Plans, Gen.Int[1, 10], Ids).Sample(
            (plan, attempt, id) =>
            {
                var computed = plan.FirstDelay.TotalMilliseconds;
                for (var i = 1; i < attempt; i++)
                    computed *= 2;
                computed = Math.Min(computed, plan.MaxDelay.TotalMilliseconds);
                Assert.InRange(RetrySchedule.WaitAfter(plan, attempt, id, null).TotalMilliseconds, 0.75 * computed - 0.001, computed + 0.001);
            },
            iter: 5_000);

    [Fact]
    public void A_wish_of_the_vendor_is_kept_up_to_the_longest_and_never_shortens_the_wait() =>
        Gen.Select(Plans, Gen.Int[1, 10], Ids, Gen.Long[0, TimeSpan.MaxValue.Ticks]).Sample(
            (plan, attempt, id, ticks) =>
            {
                var own = RetrySchedule.WaitAfter(plan, attempt, id, null);
                var asked = TimeSpan.FromTicks(ticks);
                var kept = asked < plan.MaxRetryAfter ? asked : plan.MaxRetryAfter;
                Assert.Equal(own > kept ? own : kept, RetrySchedule.WaitAfter(plan, attempt, id, asked));
            },
            iter: 5_000);

    [Fact]
    public void The_same_attempt_waits_the_same_every_time() =>
        Gen.Select(Plans, Gen.Int[1, 10], Ids).Sample(
            (plan, attempt, id) => RetrySchedule.WaitAfter(plan, attempt, id, null) == RetrySchedule.WaitAfter(plan, attempt, id, null),
            iter: 1_000);

    [Fact]
    public void Jitter_spreads_over_its_whole_quarter()
    {
        var waits = Enumerable.Range(0, 2_000).Select(i => RetrySchedule.WaitAfter(Sample.Plan, 1, $"id.{i}", null).TotalMilliseconds).ToArray();
        var tenths = waits.Select(wait => (int)((wait - 750) / 25)).Distinct().Order();
        Assert.Equal(Enumerable.Range(0, 10), tenths);
    }

    /// <summary>A durable workflow that began under an earlier version must wait as long as it did then.</summary>
    [Fact]
    public void Jitter_is_the_same_in_every_version() =>
        Assert.Equal(945.773, RetrySchedule.WaitAfter(Sample.Plan, 1, "0123.1763806500000.1", null).TotalMilliseconds, 3);
}
