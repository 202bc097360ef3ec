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
    [InlineData("HEAD", "/validate", "POST")]
    [InlineData("POST", "/validations/some-id", "GET, HEAD")]
    [InlineData("DELETE", "/validations/some-id", "GET, HEAD")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("POST", "/", "GET, HEAD")]
    [InlineData("HEAD", "/ops/circuit", "POST")]
    [InlineData("GET", "/ops/subjects/erase", "POST")]
    public async Task Another_method_is_not_allowed(string method, string path, string allowed)
    {
        var answer = (await FinRisk.SendAsync(new HttpMethod(method), path, content: null)).Is(405);
        Assert.Contains(allowed, answer["Allow"], StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    /// <summary>Health probes and caches ask with HEAD: GET's status and headers, without its body.</summary>
    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/")]
    [InlineData("/openapi.json")]
    [InlineData("/openapi.yaml")]
    [InlineData("/docs")]
    [InlineData("/docs/viewer.js")]
    [InlineData("/problems/circuit-open")]
    [InlineData("/problems/no-such-code")]
    [InlineData("/validations/{0}")]
    [InlineData("/validations/unknown")]
    [InlineData("/ops")]
    [InlineData("/ops/summary")]
    [InlineData("/ops/audit?day=2026-11-22")]
    [InlineData("/ops/audit/{0}")]
    [InlineData("/ops/validations?correlationId=loan-4711")]
    [InlineData("/ops/validations/{0}")]
    [InlineData("/no-such-page")]
    public async Task HEAD_is_answered_as_GET_is_without_the_body(string path)
    {
        if (path.Contains("{0}", StringComparison.Ordinal))
        {
            var scored = (await FinRisk.ValidateAsync(Applicant.New())).Is(200);
            path = path.Replace("{0}", scored.Get("validationId"), StringComparison.Ordinal);
        }

        var same = Ids.CorrelatedBy(Ids.CorrelationId());
        var host = FinRisk.OnFirstHost();
        var get = await host.GetAsync(path, same);
        var head = (await host.SendAsync(HttpMethod.Head, path, content: null, same)).Is(get.Status);
        Assert.Equal("", head.Text);
        foreach (var name in new[] { "Content-Type", "Cache-Control", "ETag", "Location", "Link" })
            Assert.Equal(get[name], head[name]);

        // Figures and records grow from one request to the next; a redirect has no body.
        if (!path.StartsWith("/ops/", StringComparison.Ordinal) && get.Status is not 302)
            Assert.Equal(get["Content-Length"], head["Content-Length"]);
    }

    /// <summary>Ids that nobody was given, some of them malicious.</summary>
    [Theory]
    [InlineData("unknown")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("%27%20OR%201%3D1--")]
    [InlineData("%F0%9F%98%80")]
    public async Task An_unknown_validation_is_not_found(string id) =>
        Expect.Problem(await FinRisk.GetAsync($"/validations/{id}"), 404, "not-found");

    /// <summary>Length alone breaks nothing.</summary>
    [Fact]
    public async Task A_very_long_id_is_a_callers_fault() =>
        Assert.InRange((await FinRisk.GetAsync($"/validations/{new string('a', 4000)}")).Status, 400, 499);
}
