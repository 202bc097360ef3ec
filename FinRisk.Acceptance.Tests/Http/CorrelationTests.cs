using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>Contract 1: the correlation id is on every answer and on the vendor's call.</summary>
public sealed class CorrelationTests : AcceptanceTest
{
    /// <summary>Ids that cannot be taken over.</summary>
    public static TheoryData<string> Unusable => ["", "two words", "semi;colon", "{}", "<b>", "a/b", new('a', 129)];

    /// <summary>Every allowed sign, and the longest one.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("AZaz09._-")]
    [InlineData(null)]
    public async Task A_good_id_is_taken_over(string? sample)
    {
        var id = sample is null ? Ids.CorrelationId().PadRight(128, 'x') : sample;
        var applicant = Applicant.New();
        var answer = await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(id));
        Expect.FreshScore(answer, applicant);
        Assert.Equal(id, answer["X-Correlation-ID"]);
    }

    /// <summary>Replaced by a new one, which everybody then uses.</summary>
    [Theory]
    [MemberData(nameof(Unusable))]
    public Task An_unusable_id_is_replaced(string id) => IsReplacedAsync(id);

    /// <summary>The same beyond ASCII.</summary>
    [OwnEdgeTheory]
    [InlineData("Zo\u00EB")]
    public Task An_id_beyond_ASCII_is_replaced(string id) => IsReplacedAsync(id);

    private async Task IsReplacedAsync(string id)
    {
        var applicant = Applicant.New();
        var answer = await FinRisk.ValidateAsync(applicant, Ids.CorrelatedBy(id));
        Expect.FreshScore(answer, applicant);
        var replacement = answer["X-Correlation-ID"]!;
        Assert.NotEqual(id, replacement);
        Assert.Single(await Vendor.CallsAsync(replacement));
    }

    /// <summary>Without one, each request gets its own.</summary>
    [Fact]
    public async Task Without_an_id_every_request_gets_its_own()
    {
        var first = await FinRisk.PostAsync("{}");
        var second = await FinRisk.PostAsync("{}");
        Expect.CorrelationId(first);
        Assert.NotEqual(first["X-Correlation-ID"], second["X-Correlation-ID"]);
    }

    /// <summary>Refusals and side paths carry it too.</summary>
    [Theory]
    [InlineData("POST", "/validate")]
    [InlineData("GET", "/validate")]
    [InlineData("GET", "/validations/unknown")]
    [InlineData("GET", "/no-such-page")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/health/ready")]
    public async Task Every_answer_carries_the_id(string method, string path)
    {
        var id = Ids.CorrelationId();
        var answer = await FinRisk.SendAsync(new HttpMethod(method), path, content: null, Ids.CorrelatedBy(id));
        Assert.Equal(id, answer["X-Correlation-ID"]);
    }
}
