using CsCheck;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing;

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
                Assert.InRange(
                    RetrySchedule.WaitAfter(plan, attempt, id, null).TotalMilliseconds,
                    0.75 * computed - 0.001,
                    computed + 0.001);
            },
            iter: Properties.Iterations(5_000));

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
            iter: Properties.Iterations(5_000));

    [Fact]
    public void The_same_attempt_waits_the_same_every_time() =>
        Gen.Select(Plans, Gen.Int[1, 10], Ids).Sample(
            (plan, attempt, id) =>
                RetrySchedule.WaitAfter(plan, attempt, id, null) == RetrySchedule.WaitAfter(plan, attempt, id, null),
            iter: Properties.Iterations(1_000));

    [Fact]
    public void Jitter_spreads_over_its_whole_quarter()
    {
        var waits = Enumerable.Range(0, 2_000).Select(
            i => RetrySchedule.WaitAfter(Sample.Plan, 1, $"id.{i}", null).TotalMilliseconds).ToArray();
        var tenths = waits.Select(wait => (int)((wait - 750) / 25)).Distinct().Order();
        Assert.Equal(Enumerable.Range(0, 10), tenths);
    }

    /// <summary>A durable workflow that began under an earlier version must wait as long as it did then.</summary>
    [Fact]
    public void Jitter_is_the_same_in_every_version() =>
        Assert.Equal(945.773, RetrySchedule.WaitAfter(Sample.Plan, 1, "0123.1763806500000.1", null).TotalMilliseconds, 3);

    private static readonly Gen<(int AgeMs, int? RetryMs)> Waits = Gen.Select(
        Gen.OneOf(Gen.Int[0, 100_000], Gen.Int[100_000, 30_000_000]),
        Gen.OneOf(Gen.Const((int?)null), Gen.Int[-5_000, 100_000].Select(ms => (int?)ms)),
        (age, retry) => (age, retry));

    [Fact]
    public void After_an_outage_the_wait_is_a_thirtieth_of_its_length_so_far_and_spreads_over_half_as_much() => Waits.Sample(
        wait =>
        {
            var (input, answer) = Outage(wait.AgeMs, TimeSpan.FromDays(7));
            var retryAt = wait.RetryMs is { } ms ? answer.At.AddMilliseconds(ms) : (DateTimeOffset?)null;
            var next = RetrySchedule.NextAttemptInOutage(input, answer, retryAt)!.Value;
            var interval = Math.Clamp(wait.AgeMs / 30.0, 10_000, 900_000);
            var earliest = Math.Max(interval, wait.RetryMs ?? 0);
            Assert.InRange((next - answer.At).TotalMilliseconds, earliest - 0.001, earliest + (interval / 2) + 0.001);
            Assert.Equal(next, RetrySchedule.NextAttemptInOutage(input, answer, retryAt));
        },
        iter: Properties.Iterations(5_000));

    [Fact]
    public void After_an_outage_validations_come_back_over_the_whole_spread()
    {
        var tenths = Enumerable.Range(0, 2_000).Select(number =>
        {
            var (input, answer) = Outage(0, TimeSpan.FromDays(7));
            input = input with { ValidationId = Scoring.Ids.ValidationId.Create(number, "0123456789abcdef"u8) };
            return (int)((RetrySchedule.NextAttemptInOutage(input, answer, null)!.Value - answer.At).TotalSeconds - 10) * 2;
        }).Distinct().Order();
        Assert.Equal([0, 2, 4, 6, 8], tenths);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(9)]
    public void Without_a_deadline_and_past_it_there_is_no_next_attempt(int? deadlineSeconds)
    {
        var (input, answer) = Outage(0, deadlineSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Assert.Null(RetrySchedule.NextAttemptInOutage(input, answer, null));
    }

    /// <summary>An attempt at the deadline itself is the last one that is in time.</summary>
    [Fact]
    public void The_deadline_itself_is_in_time()
    {
        var (input, answer) = Outage(0, TimeSpan.FromDays(1));
        var next = RetrySchedule.NextAttemptInOutage(input, answer, null)!.Value;
        var deadline = next - input.AcceptedAt;
        Assert.Equal(next, RetrySchedule.NextAttemptInOutage(Outage(0, deadline).Input, answer, null));
        Assert.Null(RetrySchedule.NextAttemptInOutage(Outage(0, deadline - TimeSpan.FromTicks(1)).Input, answer, null));
    }

    /// <summary>Who only waits for its turn comes again when our own limit said, not as if the provider were still out.</summary>
    [Fact]
    public void What_our_own_limit_held_back_comes_again_when_that_said()
    {
        var (input, answer) = Outage(3_000_000, TimeSpan.FromDays(7), AttemptStatus.NoPermit, TimeSpan.FromSeconds(3));
        Assert.InRange((RetrySchedule.NextAttemptInOutage(input, answer, null)!.Value - answer.At).TotalSeconds, 3, 3.5);
    }

    private static (ValidationInput Input, ProviderResult Answer) Outage(
        int ageMs, TimeSpan? deadline, AttemptStatus status = AttemptStatus.ServerError, TimeSpan? retryAfter = null)
    {
        var last = new AttemptResult(status, Sample.Start.AddMilliseconds(ageMs), RetryAfter: retryAfter);
        return (
            Sample.Input(Sample.Plan with { Deadline = deadline }), new ProviderResult(last, Failure: FailureCode.VendorError));
    }
}
