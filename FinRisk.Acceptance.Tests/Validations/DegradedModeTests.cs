using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 5: when the vendor cannot be used, the last known score answers and says so.</summary>
public sealed class DegradedModeTests : VendorTroubleTest
{
    /// <summary>For every way in which the vendor cannot be used, short of the circuit.</summary>
    [Theory]
    [InlineData("500 500 500")]
    [InlineData("hang hang hang")]
    [InlineData("429 429 429")]
    [InlineData("cut cut cut")]
    public async Task The_last_known_score_stands_in(string script)
    {
        var applicant = Applicant.New();
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        AssertDegraded(await FinRisk.ValidateAsync(applicant, Ids.NoCache, Ids.CorrelatedBy(correlation)), first, applicant);
        Assert.Equal(AcceptanceSettings.MaxAttempts, (await Vendor.CallsAsync(correlation)).Length);
    }

    /// <summary>An open circuit costs no vendor call and still gives the last known score.</summary>
    [Fact]
    public async Task The_last_known_score_stands_in_while_the_circuit_is_open()
    {
        var applicant = Applicant.New();
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        await CircuitBreaking.OpenAsync(FinRisk, Vendor, Ids.CorrelationId(), "500");
        var correlation = Ids.CorrelationId();
        AssertDegraded(await FinRisk.ValidateAsync(applicant, Ids.NoCache, Ids.CorrelatedBy(correlation)), first, applicant);
        Assert.Empty(await Vendor.CallsAsync(correlation));
    }

    /// <summary>A refusal is about the applicant, an unusable answer about nobody: neither is an outage.</summary>
    [Theory]
    [InlineData("422", "vendor-rejected")]
    [InlineData("garbage", "vendor-invalid-response")]
    public async Task Other_failures_are_not_papered_over(string script, string code)
    {
        var applicant = Applicant.New();
        (await FinRisk.ValidateAsync(applicant)).Is(200);
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, script);
        Expect.Problem(await FinRisk.ValidateAsync(applicant, Ids.NoCache, Ids.CorrelatedBy(correlation)), 502, code);
    }

    /// <summary>A degraded answer is a score, so its key replays it.</summary>
    [Fact]
    public async Task A_degraded_answer_is_replayed()
    {
        var applicant = Applicant.New();
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        var correlation = Ids.CorrelationId();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        await Vendor.PlanAsync(correlation, "500 500 500");
        AssertDegraded(await FinRisk.ValidateAsync(applicant, key, Ids.NoCache, Ids.CorrelatedBy(correlation)), first, applicant);

        var replayed = await FinRisk.ValidateAsync(applicant, key, Ids.NoCache);
        Assert.Equal("true", replayed["Idempotency-Replayed"]);
        AssertDegraded(replayed, first, applicant);
    }

    /// <summary>Its reason is kept in the status too.</summary>
    [Fact]
    public async Task A_degraded_validation_is_completed()
    {
        var applicant = Applicant.New();
        (await FinRisk.ValidateAsync(applicant)).Is(200);
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "503 503 503");
        var id = Expect.Accepted(await FinRisk.ValidateAsync(
            applicant, Ids.NoCache, Ids.CorrelatedBy(correlation), Ids.Prefer("respond-async, deadline=0")));
        var status = await ValidationStatus.FinishedAsync(FinRisk, id);
        Assert.Equal("Completed", status.Get("status"));
        Assert.True(
            status.Json.GetProperty("result").GetProperty("degradedMode").GetBoolean(), "The result says that it is degraded.");
        Assert.Equal(AcceptanceSettings.MaxAttempts, status.Json.GetProperty("attempts").GetInt32());
    }

    private static void AssertDegraded(Answer answer, JsonElement first, Applicant applicant)
    {
        var score = Expect.Score(answer, applicant);
        Assert.True(score.GetProperty("degradedMode").GetBoolean(), "The answer says that it is degraded.");
        Assert.NotEqual("", score.GetProperty("degradedReason").GetString());
        Assert.Equal(first.GetProperty("scoredAt").GetString(), score.GetProperty("scoredAt").GetString());
    }
}
