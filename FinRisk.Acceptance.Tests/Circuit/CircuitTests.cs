using System.Diagnostics;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Circuit;

/// <summary>Contract 5: the circuit, as callers and the vendor see it.</summary>
public sealed class CircuitTests : VendorTroubleTest
{
    /// <summary>After the threshold of failed attempts, not one call more.</summary>
    [Theory]
    [InlineData("500")]
    [InlineData("408")]
    [InlineData("hang")]
    [InlineData("cut")]
    [InlineData("garbage")]
    public async Task It_opens_after_five_failed_attempts(string fault)
    {
        var prefix = Ids.CorrelationId();
        await AssertOpenAsync(await CircuitBreaking.OpenAsync(FinRisk, Vendor, prefix, fault));
        Assert.Equal(AcceptanceSettings.FailureThreshold, (await Vendor.CallsOfPrefixAsync(prefix)).Length);
    }

    /// <summary>A validation whose next attempt is refused ends at once, with the calls that it made.</summary>
    [Fact]
    public async Task It_ends_the_validation_that_it_stops_midway()
    {
        var prefix = Ids.CorrelationId();
        await Vendor.PlanAsync(prefix, "500", forever: true);
        Expect.Problem(await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{prefix}.1")), 502, "vendor-error");
        var id = Expect.Accepted(await FinRisk.ValidateAsync(
            Applicant.New(), Ids.CorrelatedBy($"{prefix}.2"), Ids.Prefer("respond-async, deadline=0")));

        var status = await ValidationStatus.FinishedAsync(FinRisk, id);
        Expect.ProblemResponse(status.Json.GetProperty("problem"), 503, "circuit-open");
        Assert.Equal(
            AcceptanceSettings.FailureThreshold - AcceptanceSettings.MaxAttempts, status.Json.GetProperty("attempts").GetInt32());
    }

    /// <summary>429 and other 4xx say that the vendor is alive.</summary>
    [Theory]
    [InlineData("429")]
    [InlineData("422")]
    [InlineData("403")]
    public async Task It_does_not_count_throttling_and_refusals(string fault)
    {
        var prefix = Ids.CorrelationId();
        await Vendor.PlanAsync(prefix, fault, forever: true);
        for (var number = 0; number <= AcceptanceSettings.FailureThreshold; number++)
            Assert.NotEqual(
                "circuit-open",
                (await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{prefix}.{number}"))).Get("code"));
        var applicant = Applicant.New();
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
    }

    /// <summary>Only failures in a row count.</summary>
    [Fact]
    public async Task It_starts_counting_anew_after_a_success()
    {
        for (var round = 0; round < 3; round++)
        {
            var applicant = Applicant.New();
            var correlation = Ids.CorrelationId();
            await Vendor.PlanAsync(correlation, "500 500 ok");
            Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        }
    }

    /// <summary>
    /// Among a hundred requests one asks the vendor; when that fails, the circuit is open again. A host that takes longer for
    /// them than a break lasts may send another when that is over; one that takes longer than a probe's lease sends none until
    /// the crowd is gone, because what comes late might be a second one.
    /// </summary>
    [Fact]
    public async Task After_the_break_exactly_one_probe_asks_the_vendor()
    {
        await PassBreakAsync(await CircuitBreaking.OpenAsync(FinRisk, Vendor, Ids.CorrelationId(), "500"));
        var prefix = Ids.CorrelationId();
        await Vendor.PlanAsync(prefix, "500+700", forever: true);
        var watch = Stopwatch.StartNew();
        var answers = await AskAtOnceAsync(prefix, 100);

        Assert.All(answers, answer =>
        {
            Expect.Problem(answer, 503, "circuit-open");
            Assert.True(answer.RetryAfter >= 1, $"Retry-After: {answer["Retry-After"]}");
        });
        if (watch.Elapsed > AcceptanceSettings.ProbeLease && await Vendor.CallsOfPrefixAsync(prefix) is [])
        {
            await answers.MaxBy(answer => answer.RetryAfter)!.WaitToRetryAsync();
            await AskAtOnceAsync(prefix, 1);
        }

        var calls = await Vendor.CallsOfPrefixAsync(prefix);
        Assert.NotEmpty(calls);
        Assert.All(calls.Zip(calls.Skip(1)), pair => Assert.True(
            pair.Second.Time - pair.First.Time >= AcceptanceSettings.BreakDuration, "Two calls in one break."));
        if (watch.Elapsed < AcceptanceSettings.BreakDuration)
            await AssertOpenAsync(await FinRisk.ValidateAsync(Applicant.New()));
    }

    /// <summary>One success is enough.</summary>
    [Fact]
    public async Task A_successful_probe_closes_it()
    {
        await PassBreakAsync(await CircuitBreaking.OpenAsync(FinRisk, Vendor, Ids.CorrelationId(), "500"));
        var applicant = Applicant.New();
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);

        var prefix = Ids.CorrelationId();
        Assert.All(await AskAtOnceAsync(prefix, 20), answer => answer.Is(200));
        Assert.Equal(20, (await Vendor.CallsOfPrefixAsync(prefix)).Length);
    }

    /// <summary>An open circuit is told, but the service is ready: it still takes and answers validations.</summary>
    [Fact]
    public async Task It_is_reported_by_readiness_which_stays_green()
    {
        var closed = await FinRisk.GetAsync("/health/ready");
        await CircuitBreaking.OpenAsync(FinRisk, Vendor, Ids.CorrelationId(), "500");
        var open = (await FinRisk.GetAsync("/health/ready")).Is(200);
        Assert.NotEqual(Circuit(closed), Circuit(open));

        static string Circuit(Answer answer) => answer.Json.GetProperty("checks").GetProperty("circuit").GetRawText();
    }

    private async Task AssertOpenAsync(Answer answer)
    {
        Expect.Problem(answer, 503, "circuit-open");
        Expect.RetryAfter(answer, AcceptanceSettings.BreakDuration);
        var correlation = Ids.CorrelationId();
        var watch = Stopwatch.StartNew();
        var refused = await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation));

        // A host so slow that the break was over when it came to this request was right to send a probe.
        if (refused.Status is 200 && watch.Elapsed > TimeSpan.FromSeconds(answer.RetryAfter!.Value - 1))
            return;
        Expect.Problem(refused, 503, "circuit-open");
        Expect.RetryAfter(refused, AcceptanceSettings.BreakDuration);
        Assert.Empty(await Vendor.CallsAsync(correlation));
    }

    /// <summary>Waits as long as the answer said: that is the promise under test.</summary>
    private async Task PassBreakAsync(Answer refused)
    {
        await Vendor.ResetAsync();
        await refused.WaitToRetryAsync();
    }

    private Task<Answer[]> AskAtOnceAsync(string prefix, int count) => Task.WhenAll(Enumerable.Range(0, count)
        .Select(number => FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{prefix}.{number}"))));
}
