using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 2: the status of a validation.</summary>
public sealed class StatusTests : AcceptanceTest
{
    /// <summary>While the vendor keeps us waiting.</summary>
    [Fact]
    public async Task A_running_validation_has_neither_result_nor_problem()
    {
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "429/2 ok");
        var accepted = await FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation), Ids.Prefer("respond-async"));
        var id = Expect.Accepted(accepted);
        await Vendor.WaitForCallsAsync(correlation, 1);

        var status = (await FinRisk.GetAsync($"/validations/{id}")).Is(200);
        Assert.Equal(id, status.Get("validationId"));
        Assert.Matches("^(Running|Waiting)$", status.Get("status"));
        Assert.InRange(status.Json.GetProperty("attempts").GetInt32(), 0, 1);
        Assert.False(status.Json.TryGetProperty("result", out _), "A running validation has no result.");
        Assert.False(status.Json.TryGetProperty("problem", out _), "A running validation has no problem.");
        Assert.True(status.RetryAfter >= 1, "It says with Retry-After when to look again.");
        await ValidationStatus.FinishedAsync(FinRisk, id);
    }

    /// <summary>With the answer that the caller got, the times, and the vendor calls.</summary>
    [Fact]
    public async Task A_completed_validation_has_its_result()
    {
        var applicant = Applicant.New();
        var answered = await FinRisk.ValidateAsync(applicant);
        var score = Expect.FreshScore(answered, applicant);
        var status = await ValidationStatus.FinishedAsync(FinRisk, answered.Get("validationId"));

        Assert.Equal("Completed", status.Get("status"));
        Assert.Null(status.RetryAfter);
        Assert.Equal(1, status.Json.GetProperty("attempts").GetInt32());
        Assert.False(status.Json.TryGetProperty("problem", out _), "A completed validation has no problem.");
        var result = status.Json.GetProperty("result");
        Expect.ScoreResponse(result, applicant);
        Assert.Equal(score.GetProperty("scoredAt").GetString(), result.GetProperty("scoredAt").GetString());
        Assert.Equal(answered.Get("correlationId"), result.GetProperty("correlationId").GetString());
        Assert.True(Expect.Time(status.Json, "createdAt") <= Expect.Time(status.Json, "lastUpdatedAt"),
            "It is updated after it is created.");
        Expect.NoApplicant(status, applicant);
    }

    /// <summary>With the problem that the caller got.</summary>
    [Fact]
    public async Task A_failed_validation_has_its_problem()
    {
        var applicant = Applicant.New();
        var correlation = Ids.CorrelationId();
        await Vendor.PlanAsync(correlation, "404");
        var id = Expect.Accepted(
            await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(correlation), Ids.Prefer("respond-async")));

        var status = await ValidationStatus.FinishedAsync(FinRisk, id);
        Assert.Equal("Failed", status.Get("status"));
        Assert.Equal(1, status.Json.GetProperty("attempts").GetInt32());
        Assert.False(status.Json.TryGetProperty("result", out _), "A failed validation has no result.");
        var problem = status.Json.GetProperty("problem");
        Expect.ProblemResponse(problem, 502, "vendor-rejected");
        Assert.Equal(correlation, problem.GetProperty("correlationId").GetString());
        Expect.NoApplicant(status, applicant);
        Assert.DoesNotContain("riskshield-internal-detail", status.Text, StringComparison.Ordinal);
    }

    /// <summary>Nobody can guess the next one.</summary>
    [Fact]
    public async Task Ids_are_unguessable()
    {
        var ids = new List<string>();
        for (var count = 0; count < 20; count++)
            ids.Add(Expect.Accepted(await FinRisk.ValidateAsync(Applicant.New(), Ids.Prefer("respond-async"))));

        // A shared beginning may be the time; the rest must hold 128 bits, 22 characters even in base 64.
        var shared = ids.Aggregate(
            (left, right) => left[..left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count()]).Length;
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(
            ids, id => Assert.True(id.Length - shared >= 22, $"Only {id.Length - shared} characters differ from id to id."));
    }
}
