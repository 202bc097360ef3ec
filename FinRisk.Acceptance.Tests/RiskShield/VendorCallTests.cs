using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>Contract 5: what the vendor gets.</summary>
public sealed class VendorCallTests : AcceptanceTest
{
    /// <summary>Our key, the caller's correlation id, and the validation's id as idempotency key.</summary>
    [Fact]
    public async Task A_call_carries_the_key_and_the_ids()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        var score = Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        var call = Assert.Single(await Vendor.CallsAsync(correlation));
        Assert.True(call.KeyValid, "The vendor knows the key.");
        Assert.Equal(score.GetProperty("validationId").GetString(), call.IdempotencyKey);
    }

    /// <summary>The caller's trace goes on under a span of ours, also behind a 202.</summary>
    [Theory]
    [InlineData("wait=10")]
    [InlineData("respond-async")]
    public async Task A_call_continues_the_callers_trace(string preference)
    {
        var correlation = Ids.CorrelationId();
        var trace = Ids.TraceId();
        const string parent = "00f067aa0ba902b7";
        await FinRisk.ValidateAsync(
            Applicant.New(), ("traceparent", $"00-{trace}-{parent}-01"), Ids.CorrelatedBy(correlation), Ids.Prefer(preference));
        var call = (await Vendor.WaitForCallsAsync(correlation, 1))[0];
        Assert.Matches($"^00-{trace}-(?!{parent})[0-9a-f]{{16}}-0[0-3]$", call.TraceParent);
    }

    /// <summary>A broken header is the start of a trace of our own.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    public async Task Without_a_trace_a_new_one_begins(string? traceParent)
    {
        var correlation = Ids.CorrelationId();
        (string, string)[] headers = traceParent is null ? [] : [("traceparent", traceParent)];
        (await FinRisk.ValidateAsync(Applicant.New(), [Ids.CorrelatedBy(correlation), .. headers])).Is(200);
        var call = Assert.Single(await Vendor.CallsAsync(correlation));
        Assert.Matches("^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]$", call.TraceParent);
    }

    /// <summary>So that the vendor charges once, and the trace shows them together.</summary>
    [Fact]
    public async Task All_attempts_of_a_validation_carry_the_same_ids()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "429 429 ok");
        var score = Expect.FreshScore(await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation)), applicant);
        var calls = await Vendor.CallsAsync(correlation);
        Assert.Equal(3, calls.Length);
        Assert.All(calls, call => Assert.Equal(score.GetProperty("validationId").GetString(), call.IdempotencyKey));
        Assert.Single(calls.Select(call => call.TraceParent?.Split('-')[1]).Distinct());
    }
}
