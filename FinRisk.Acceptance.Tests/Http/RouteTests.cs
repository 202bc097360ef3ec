using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>Contract 4: even what is not there is answered as problem details.</summary>
public sealed class RouteTests : AcceptanceTest
{
    /// <summary>Paths that do not exist.</summary>
    [Theory]
    [InlineData("/validat")]
    [InlineData("/validate/1")]
    [InlineData("/validations")]
    [InlineData("/v1/score")]
    [InlineData("/admin")]
    [InlineData("/health/other")]
    public async Task An_unknown_path_is_not_found(string path) => Expect.Problem(await FinRisk.GetAsync(path), 404, "not-found");

    /// <summary>The query of a request is not repeated.</summary>
    [Fact]
    public async Task A_problem_does_not_repeat_the_query()
    {
        var answer = await FinRisk.GetAsync("/no-such-page?idNumber=8001015009087");
        Expect.Problem(answer, 404, "not-found");
        Assert.DoesNotContain("8001015009087", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>The answer says which method would do.</summary>
    [Theory]
    [InlineData("GET", "/validate", "POST")]
    [InlineData("PUT", "/validate", "POST")]
    [InlineData("DELETE", "/validate", "POST")]
    [InlineData("POST", "/validations/some-id", "GET")]
    [InlineData("DELETE", "/validations/some-id", "GET")]
    public async Task Another_method_is_not_allowed(string method, string path, string allowed)
    {
        var answer = (await FinRisk.SendAsync(new HttpMethod(method), path, content: null)).Is(405);
        Assert.Contains(allowed, answer["Allow"], StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    /// <summary>Ids that nobody was given, some of them malicious.</summary>
    [Theory]
    [InlineData("unknown")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("%27%20OR%201%3D1--")]
    [InlineData("%F0%9F%98%80")]
    public async Task An_unknown_validation_is_not_found(string id) => Expect.Problem(await FinRisk.GetAsync($"/validations/{id}"), 404, "not-found");

    /// <summary>Length alone breaks nothing.</summary>
    [Fact]
    public async Task A_very_long_id_is_a_callers_fault() =>
        Assert.InRange((await FinRisk.GetAsync($"/validations/{new string('a', 4000)}")).Status, 400, 499);
}
