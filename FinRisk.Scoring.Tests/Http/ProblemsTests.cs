using FinRisk.Scoring.Http;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 4: the table of problems, and their shape on the wire.</summary>
public sealed class ProblemsTests
{
    public static TheoryData<string, int, bool> Table => new()
    {
        { "invalid-json", 400, false },
        { "validation-failed", 400, false },
        { "invalid-query", 400, false },
        { "idempotency-key-invalid", 400, false },
        { "unauthorized", 401, false },
        { "forbidden", 403, false },
        { "not-found", 404, false },
        { "method-not-allowed", 405, false },
        { "payload-too-large", 413, false },
        { "unsupported-media-type", 415, false },
        { "idempotency-key-reused", 422, false },
        { "rate-limited", 429, true },
        { "vendor-rejected", 502, false },
        { "vendor-invalid-response", 502, true },
        { "vendor-error", 502, true },
        { "vendor-timeout", 504, true },
        { "vendor-throttled", 503, true },
        { "circuit-open", 503, true },
        { "service-not-configured", 503, true },
        { "storage-unavailable", 503, true },
        { "internal", 500, true },
    };

    [Fact]
    public void The_catalogue_is_the_contracts_table() => Assert.Equal(
        Table.Select(row => ((string)row[0], (int)row[1], (bool)row[2])), ProblemKind.All.Select(
            kind => (kind.Code, kind.Status, kind.Retryable)));

    [Fact]
    public void Every_title_is_one_of_its_own() =>
        Assert.Equal(ProblemKind.All.Count, ProblemKind.All.Select(kind => kind.Title).Distinct().Count());

    [Theory]
    [MemberData(nameof(ValidationOutcomeTests.FailureCodes), MemberType = typeof(ValidationOutcomeTests))]
    public void Every_failure_has_its_problem(FailureCode failure, string code) =>
        Assert.Equal(code, ProblemKind.FromFailure(failure).Code);

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_problem_has_the_members_of_the_contract_and_no_others(string code, int status, bool retryable)
    {
        var http = HttpSample.Request(path: "/a b/\u00E9");
        var kind = ProblemKind.All.Single(kind => kind.Code == code);
        var reply = await Problems.Create(http, kind, "It's so.").ReplyAsync(http);

        Assert.Equal(
            (status, "application/problem+json", "no-store"),
            (reply.Status, reply.ContentType, reply.Headers.CacheControl.ToString()));
        Assert.Equal(
            $$"""
            {"type":"urn:finrisk:problem:{{code}}","title":"{{kind.Title}}","status":{{status}},"detail":"It's so.",
            "instance":"/a%20b/%C3%A9","code":"{{code}}","correlationId":"corr-1","retryable":{{(retryable ? "true" : "false")}}}
            """.ReplaceLineEndings(""),
            reply.Body.GetRawText());
    }

    [Fact]
    public async Task Field_errors_keep_the_fields_names()
    {
        var http = HttpSample.Request();
        var errors = new Dictionary<string, string[]> { ["firstName"] = ["is required"], ["idNumber"] = ["one", "two"] };
        var reply = await Problems.Create(
            http, ProblemKind.ValidationFailed, "Correct them.", errors, ("X-More", "1")).ReplyAsync(http);
        Assert.Equal("""{"firstName":["is required"],"idNumber":["one","two"]}""", reply.Text("errors"));
        Assert.Equal("1", reply.Headers["X-More"]);
    }

    [Theory]
    [InlineData(-5, "1")]
    [InlineData(0, "1")]
    [InlineData(0.2, "1")]
    [InlineData(1, "1")]
    [InlineData(1.001, "2")]
    [InlineData(59.5, "60")]
    [InlineData(86_400, "86400")]
    public void A_wait_is_told_in_whole_seconds_rounded_up(double seconds, string expected) =>
        Assert.Equal(("Retry-After", expected), Problems.RetryAfter(TimeSpan.FromSeconds(seconds)));
}
