using System.Net;
using System.Text;
using System.Text.Json;

namespace FinRisk.Client.Tests;

/// <summary>Newer hosts may say more; what lacks a promised member is an error and never a score.</summary>
public sealed class OutcomeReaderTests
{
    private const string Score =
        """{"riskScore":72,"riskLevel":"HIGH","validationId":"v1","scoredAt":"2026-11-22T10:15:00Z","degradedMode":false""";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", null)]
    [InlineData(""","status":"Completed","provider":"riskshield","more":{"riskScore":1}""", "riskshield")]
    public async Task Unknown_members_are_ignored(string more, string? provider)
    {
        var scored = Assert.IsType<ValidationOutcome.Scored>(await PostAsync(200, $"{Score}{more}}}"));
        Assert.Equal(("v1", new RiskScore(72, RiskLevel.High, Now) { Provider = provider }), (scored.ValidationId, scored.Score));
    }

    [Theory]
    [InlineData(200, """{"validationId":"v1","status":"Running","correlationId":"c1"}""")]
    [InlineData(200, """{"validationId":"v1","correlationId":"c1"}""")]
    [InlineData(200, Score + ",\"status\":\"Running\"}")]
    [InlineData(200, """{"riskLevel":"LOW","degradedMode":false,"validationId":"v1","scoredAt":"2026-11-22T10:15:00Z"}""")]
    [InlineData(
        200, """{"riskScore":101,"riskLevel":"LOW","degradedMode":false,"validationId":"v1","scoredAt":"2026-11-22T10:15Z"}""")]
    [InlineData(
        200, """{"riskScore":1,"riskLevel":"NO","degradedMode":false,"validationId":"v1","scoredAt":"2026-11-22T10:15Z"}""")]
    [InlineData(200, """{"riskScore":1,"riskLevel":"LOW","validationId":"v1","scoredAt":"2026-11-22T10:15:00Z"}""")]
    [InlineData(200, "null")]
    [InlineData(200, "<html>")]
    [InlineData(202, """{"status":"Running"}""")]
    [InlineData(204, "")]
    public async Task A_success_that_is_not_as_promised_is_an_error(int status, string body)
    {
        var exception = await Assert.ThrowsAnyAsync<JsonException>(() => PostAsync(status, body));
        Assert.DoesNotContain("v1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_that_is_not_known_yet_is_accepted()
    {
        var accepted = Assert.IsType<ValidationOutcome.Accepted>(
            await GetAsync("""{"validationId":"v1","status":"Waiting","nextAttemptAt":"2026-11-22T10:20:00Z"}""", "300"));
        Assert.Equal(("v1", "Waiting", TimeSpan.FromMinutes(5)), (accepted.ValidationId, accepted.Status, accepted.RetryAfter));
    }

    [Theory]
    [InlineData("""{"validationId":"v1","status":"Completed"}""")]
    [InlineData("""{"validationId":"v1","status":"Failed"}""")]
    [InlineData("""{"validationId":"v1"}""")]
    public async Task A_validation_without_what_its_status_promises_is_an_error(string body) =>
        await Assert.ThrowsAsync<JsonException>(() => GetAsync(body));

    [Fact]
    public async Task A_code_that_is_not_known_yet_is_refused_as_it_says()
    {
        const string Body = """{"code":"new-code","status":409,"retryable":true,"instance":"/apis/validations/v1","hint":[1]}""";
        var refused = Assert.IsType<ValidationOutcome.Refused>(await PostAsync(409, Body, "application/problem+json", "30"));
        Assert.Equal(("new-code", 409, true), (refused.Problem.Code, refused.Problem.Status, refused.Problem.Retryable));
        Assert.Equal(("v1", TimeSpan.FromSeconds(30)), (refused.ValidationId, refused.RetryAfter!.Value));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(503, true)]
    public async Task Without_problem_details_the_status_decides(int status, bool retryable)
    {
        var refused = Assert.IsType<ValidationOutcome.Refused>(await PostAsync(status, "<h1>No</h1>", "text/html"));
        Assert.Equal((null, status, retryable), (refused.Problem.Code, refused.Problem.Status, refused.Problem.Retryable));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("Sun, 22 Nov 2026 10:15:09 GMT", 9)]
    [InlineData("Sun, 22 Nov 2026 10:14:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public async Task Retry_After_is_seconds_or_a_date(string? header, int? seconds)
    {
        var refused = Assert.IsType<ValidationOutcome.Refused>(await PostAsync(503, "", "text/plain", header));
        Assert.Equal(seconds, (int?)refused.RetryAfter?.TotalSeconds);
    }

    private static async Task<ValidationOutcome> PostAsync(
        int status, string body, string mediaType = "application/json", string? retryAfter = null)
    {
        using var response = Response(status, body, mediaType, retryAfter);
        return await OutcomeReader.ReadValidateAsync(response, Now);
    }

    private static async Task<ValidationOutcome> GetAsync(string body, string? retryAfter = null)
    {
        using var response = Response(200, body, "application/json", retryAfter);
        return await OutcomeReader.ReadValidationAsync(response, Now);
    }

    private static HttpResponseMessage Response(int status, string body, string mediaType, string? retryAfter)
    {
        var content = new StringContent(body, Encoding.UTF8, mediaType);
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }
}
