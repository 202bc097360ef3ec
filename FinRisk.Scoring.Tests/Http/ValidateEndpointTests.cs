using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1 and 3 at the endpoint, over a host in memory.</summary>
public sealed class ValidateEndpointTests
{
    private readonly ServiceBench _bench = new();
    private readonly CallerLimits _limits;
    private readonly ValidateEndpoint _endpoint;

    public ValidateEndpointTests()
    {
        _limits = new CallerLimits(new RateLimitSettings { Permits = 20, Window = TimeSpan.FromHours(1) }, _bench.Clock);
        _endpoint = new ValidateEndpoint(
            _bench.Service, _limits, new ValidationSettings(), _bench.Features, _bench.Clock);
    }

    [Fact]
    public async Task A_validation_that_ends_in_time_is_answered()
    {
        _bench.Host.WhileWaiting = _bench.Score;
        var reply = await SendAsync();
        Assert.Equal(
            (200, "72", Assert.Single(_bench.Host.Started).ValidationId.Value),
            (reply.Status, reply.Text("riskScore"), reply.Text("validationId")));
        Assert.Equal([TimeSpan.FromSeconds(25)], _bench.Host.Waits);
        Assert.False(reply.Headers.ContainsKey("Preference-Applied"));
    }

    [Fact]
    public async Task A_validation_that_fails_is_a_problem()
    {
        _bench.Host.WhileWaiting = id => _bench.Fail(id, FailureCode.VendorTimeout);
        Assert.Equal((504, "vendor-timeout"), Ends(await SendAsync()));
    }

    [Fact]
    public async Task A_validation_that_takes_longer_is_accepted()
    {
        var reply = await SendAsync();
        Assert.Equal((202, "Running"), (reply.Status, reply.Text("status")));
        Assert.Equal("/validations/" + reply.Text("validationId"), reply.Headers.Location);
    }

    [Theory]
    [InlineData("respond-async", null, "respond-async")]
    [InlineData("wait=3", 3, "wait=3")]
    [InlineData("respond-async, wait=3", 3, "respond-async, wait=3")]
    [InlineData("wait=0", null, "wait=0")]
    public async Task A_preference_is_honoured_and_told(string prefer, int? seconds, string applied)
    {
        var reply = await SendAsync(header: ("Prefer", prefer));
        Assert.Equal((202, applied), (reply.Status, reply.Headers["Preference-Applied"].ToString()));
        Assert.Equal(seconds is { } wait ? [TimeSpan.FromSeconds(wait)] : [], _bench.Host.Waits);
    }

    [Fact]
    public async Task A_replayed_answer_says_so_and_honours_no_preference()
    {
        _bench.Host.WhileWaiting = _bench.Score;
        var first = await SendAsync(header: ("Idempotency-Key", "k"));
        var http = HttpSample.Request();
        http.Request.Headers["Idempotency-Key"] = "\"k\"";
        http.Request.Headers["Prefer"] = "respond-async";
        var second = await (await _endpoint.HandleAsync(http)).ReplyAsync(http);
        Assert.Equal((200, "true"), (second.Status, second.Headers["Idempotency-Replayed"].ToString()));
        Assert.Equal(first.Body.GetRawText(), second.Body.GetRawText());
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.False(second.Headers.ContainsKey("Preference-Applied"));
    }

    [Fact]
    public async Task The_same_key_with_other_data_is_refused()
    {
        await SendAsync(header: ("Idempotency-Key", "k"));
        Assert.Equal(
            (422, "idempotency-key-reused"), Ends(await SendAsync(Samples.Body(firstName: "John"), ("Idempotency-Key", "k"))));
    }

    [Fact]
    public async Task A_cached_score_answers_with_its_age()
    {
        _bench.Know();
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        var reply = await SendAsync(header: ("Prefer", "respond-async"));
        Assert.Equal((200, "600"), (reply.Status, reply.Headers["Age"].ToString()));
        Assert.False(reply.Headers.ContainsKey("Preference-Applied"));
        Assert.Empty(_bench.Host.Started);
    }

    [Theory]
    [InlineData("no-cache", 202)]
    [InlineData("max-age=0, No-Cache", 202)]
    [InlineData("max-age=0", 200)]
    [InlineData("x-no-cache", 200)]
    public async Task Only_no_cache_refuses_the_cache(string cacheControl, int status)
    {
        _bench.Know();
        Assert.Equal(status, (await SendAsync(header: ("Cache-Control", cacheControl))).Status);
    }

    [Fact]
    public async Task Field_errors_are_told_together_without_the_values()
    {
        var reply = await SendAsync(Samples.Body(firstName: "Sekgobela7", idNumber: "9001011234088"));
        Assert.Equal((400, "validation-failed"), Ends(reply));
        Assert.Equal(["firstName", "idNumber"], reply.Body.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal("Correct firstName, idNumber and send the request again.", reply.Text("detail"));
        Assert.DoesNotContain("Sekgobela7", reply.Body.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("9001011234088", reply.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_bench.Host.Started);
    }

    [Fact]
    public async Task Broken_JSON_is_told() => Assert.Equal((400, "invalid-json"), Ends(await SendAsync("{"u8.ToArray())));

    [Fact]
    public async Task A_body_over_the_limit_is_told() =>
        Assert.Equal((413, "payload-too-large"), Ends(await SendAsync(new byte[ApplicantReader.MaxBytes + 1])));

    [Fact]
    public async Task A_body_of_another_type_is_told()
    {
        var http = HttpSample.Request();
        http.Request.ContentType = "text/plain";
        Assert.Equal((415, "unsupported-media-type"), Ends(await (await _endpoint.HandleAsync(http)).ReplyAsync(http)));
    }

    [Fact]
    public async Task A_bad_key_is_told() =>
        Assert.Equal((400, "idempotency-key-invalid"), Ends(await SendAsync(header: ("Idempotency-Key", "a b"))));

    [Fact]
    public async Task A_caller_over_its_limit_is_told_before_anything_is_read()
    {
        for (var i = 0; i < 20; i++)
            await SendAsync();
        Assert.Equal((429, "rate-limited"), Ends(await SendAsync("{"u8.ToArray())));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_while_it_sends_starts_nothing()
    {
        var http = HttpSample.Request();
        http.RequestAborted = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _endpoint.HandleAsync(http));
        Assert.Empty(_bench.Host.Started);
    }

    private static (int, string?) Ends(HttpReply reply) => (reply.Status, reply.Code);

    private async Task<HttpReply> SendAsync(byte[]? body = null, (string Name, string Value)? header = null)
    {
        var http = HttpSample.Request(body);
        if (header is { } more)
            http.Request.Headers[more.Name] = more.Value;
        return await (await _endpoint.HandleAsync(http)).ReplyAsync(http);
    }
}
