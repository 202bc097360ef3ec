using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Validations;

/// <summary>Contract 5: a young score answers the same applicant again.</summary>
public sealed class ScoreCacheTests : AcceptanceTest
{
    /// <summary>With its age, and as the validation that obtained it.</summary>
    [Fact]
    public async Task The_same_applicant_is_answered_from_the_cache()
    {
        var applicant = Applicant.New();
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        await AssertCachedAsync(first, applicant, applicant.ToJson());
    }

    /// <summary>What is trimmed away does not make another person.</summary>
    [Fact]
    public async Task The_cache_ignores_spaces_around_names()
    {
        var applicant = Applicant.New();
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        var written = applicant with { FirstName = $" {applicant.FirstName} ", LastName = $"{applicant.LastName}  " };
        await AssertCachedAsync(first, applicant, written.ToJson());
    }

    /// <summary>Nor does the Unicode form of a name.</summary>
    [Fact]
    public async Task The_cache_ignores_the_unicode_form()
    {
        var composed = Applicant.New() with { LastName = "Andr\u00E9" };
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(composed), composed);
        await AssertCachedAsync(first, composed, (composed with { LastName = "Andre\u0301" }).ToJson());
    }

    /// <summary>All three fields count.</summary>
    [Fact]
    public async Task Another_applicant_is_not_answered_from_the_cache()
    {
        var applicant = Applicant.New();
        var other = Applicant.New();
        (await FinRisk.ValidateAsync(applicant)).Is(200);
        foreach (var changed in new[]
        {
            applicant with { FirstName = other.FirstName },
            applicant with { LastName = other.LastName },
            applicant with { IdNumber = other.IdNumber },
        })
        {
            Expect.FreshScore(await FinRisk.ValidateAsync(changed), changed);
        }
    }

    /// <summary>The caller insists on a new score.</summary>
    [Theory]
    [InlineData("no-cache")]
    [InlineData("max-age=0, No-Cache")]
    public async Task No_cache_asks_the_vendor_again(string cacheControl)
    {
        var applicant = Applicant.New();
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        var again = Ids.CorrelationId();
        var second = Expect.FreshScore(
            await FinRisk.ValidateAsync(applicant, ("Cache-Control", cacheControl), Ids.CorrelatedBy(again)), applicant);
        Assert.NotEqual(first.GetProperty("validationId").GetString(), second.GetProperty("validationId").GetString());
        Assert.Single(await Vendor.CallsAsync(again));
    }

    private async Task AssertCachedAsync(JsonElement first, Applicant applicant, string body)
    {
        var again = Ids.CorrelationId();
        var answer = await FinRisk.PostAsync(body, Ids.CorrelatedBy(again));
        var cached = Expect.Score(answer, applicant);
        Assert.InRange(int.Parse(answer["Age"] ?? "-1", null), 0, 60);
        Assert.Equal(again, answer["X-Correlation-ID"]);
        Assert.Equal(first.GetProperty("validationId").GetString(), cached.GetProperty("validationId").GetString());
        Assert.Equal(first.GetProperty("scoredAt").GetString(), cached.GetProperty("scoredAt").GetString());
        Assert.False(cached.GetProperty("degradedMode").GetBoolean(), "A cached score is not a degraded one.");
        Assert.Empty(await Vendor.CallsAsync(again));
    }
}
