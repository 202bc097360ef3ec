using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 5: a crash at any moment loses no accepted validation and repeats at most one vendor call.</summary>
public sealed class CrashTests
{
    /// <summary>The call's answer is lost with the process.</summary>
    [OwnHostFact]
    public async Task A_crash_during_a_vendor_call_repeats_at_most_that_call()
    {
        using var target = await OwnTarget.StartAsync();
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await target.Vendor.PlanAsync(correlation, "ok+800 ok");
        var id = Expect.Accepted(
            await target.FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation), Ids.Prefer("respond-async")));
        await target.Vendor.WaitForCallsAsync(correlation, 1);
        await target.KillAndRestartAsync();

        await AssertCompletedAsync(target, id, applicant);
        var calls = await target.Vendor.CallsAsync(correlation);
        Assert.InRange(calls.Length, 1, 2);
        Assert.All(calls, call => Assert.Equal(id, call.IdempotencyKey));
        Assert.Single(calls, call => call.Billed);
    }

    /// <summary>The wait between two attempts is remembered, and so are the attempts made.</summary>
    [OwnHostFact]
    public async Task A_crash_between_attempts_keeps_their_count()
    {
        using var target = await OwnTarget.StartAsync();
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await target.Vendor.PlanAsync(correlation, "429/2", forever: true);
        var id = Expect.Accepted(await target.FinRisk.ValidateAsync(
            applicant, Ids.CorrelatedBy(correlation), Ids.Prefer("respond-async, deadline=0")));
        await target.Vendor.WaitForCallsAsync(correlation, 1);
        await target.KillAndRestartAsync();

        var status = await ValidationStatus.FinishedAsync(target.FinRisk, id);
        Assert.Equal("Failed", status.Get("status"));
        Expect.ProblemResponse(status.Json.GetProperty("problem"), 503, "vendor-throttled");
        var calls = await target.Vendor.CallsAsync(correlation);
        Assert.InRange(calls.Length, AcceptanceSettings.MaxAttempts, AcceptanceSettings.MaxAttempts + 1);
        Assert.All(calls, call => Assert.Equal(id, call.IdempotencyKey));
    }

    /// <summary>The caller repeats its request with the same key, as callers do.</summary>
    [OwnHostFact]
    public async Task A_caller_that_lost_its_answer_gets_it_by_repeating()
    {
        using var target = await OwnTarget.StartAsync();
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        await target.Vendor.PlanAsync(correlation, "ok+800 ok");
        var lost = target.FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation));
        await target.Vendor.WaitForCallsAsync(correlation, 1);
        await target.KillAndRestartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => lost);

        Expect.Score(await target.FinRisk.ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation)), applicant);
        var calls = await target.Vendor.CallsAsync(correlation);
        Assert.Single(calls, call => call.Billed);
        Assert.Single(calls.Select(call => call.IdempotencyKey).Distinct());
    }

    /// <summary>What was known before is known after.</summary>
    [OwnHostFact]
    public async Task Results_keys_and_scores_survive_a_crash()
    {
        using var target = await OwnTarget.StartAsync();
        var applicant = Applicant.New();
        var key = Ids.Keyed(Ids.IdempotencyKey());
        var first = Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant, key), applicant);
        var id = first.GetProperty("validationId").GetString()!;
        var calls = (await target.Vendor.StatsAsync()).Calls;
        await target.KillAndRestartAsync();

        await AssertCompletedAsync(target, id, applicant);
        Assert.Equal("true", (await target.FinRisk.ValidateAsync(applicant, key))["Idempotency-Replayed"]);
        Assert.Equal(
            id, Expect.Score(await target.FinRisk.ValidateAsync(applicant), applicant).GetProperty("validationId").GetString());
        Expect.Problem(await target.FinRisk.ValidateAsync(Applicant.New(), key), 422, "idempotency-key-reused");
        Assert.Equal(calls, (await target.Vendor.StatsAsync()).Calls);
    }

    private static async Task AssertCompletedAsync(OwnTarget target, string id, Applicant applicant)
    {
        var status = await ValidationStatus.FinishedAsync(target.FinRisk, id);
        Assert.Equal("Completed", status.Get("status"));
        Expect.ScoreResponse(status.Json.GetProperty("result"), applicant);
    }
}
