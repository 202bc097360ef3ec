using System.Globalization;
using System.Text;
using System.Text.Json;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Contract 5 on the wire: what is sent, and how every answer is classified.</summary>
public sealed class RiskShieldClientTests
{
    [Fact]
    public async Task The_request_is_exactly_the_contracts()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        var answer = await bench.ScoreAsync(traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Equal(bench.Result(AttemptStatus.Scored, 200) with { Score = Sample.Score }, answer);
        var call = Assert.Single(bench.Received);
        Assert.Equal(("POST", "/v1/score"), (call.Method, call.Path));
        Assert.Equal("application/json", call.Headers["Content-Type"]);
        Assert.Equal("key-1", call.Headers["X-Api-Key"]);
        Assert.Equal("corr-1", call.Headers["X-Correlation-ID"]);
        Assert.Equal(Sample.Id.Value, call.Headers["Idempotency-Key"]);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", call.Headers["traceparent"]);
        Assert.Equal(("application/json", "identity"), (call.Headers["Accept"], call.Headers["Accept-Encoding"]));
        Assert.Matches(@"^FinRisk/\d+(\.\d+)+$", call.Headers["User-Agent"]);
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal(
            ["firstName=Jane", "lastName=Doe", "idNumber=8001015009087"],
            body.RootElement.EnumerateObject().Select(field => $"{field.Name}={field.Value.GetString()}"));
        Assert.Equal(
            [
                "Accept", "Accept-Encoding", "Content-Length", "Content-Type", "Host", "Idempotency-Key", "traceparent",
                "User-Agent",
                "X-Api-Key", "X-Correlation-ID",
            ],
            call.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The candidate path is for those applicants alone that it was switched on for.</summary>
    [Theory]
    [InlineData(true, "/v2/score", "/v2/score")]
    [InlineData(false, "/v2/score", "/v1/score")]
    [InlineData(true, null, "/v1/score")]
    public void The_path_is_the_candidates_where_it_is_used(bool usesCandidate, string? candidate, string path)
    {
        var exchange = new VendorExchange
        {
            Applicant = Samples.Jane,
            ValidationId = Sample.Id,
            IdempotencyKey = Sample.Id.Value,
            CorrelationId = "corr-1",
            UsesCandidatePath = usesCandidate,
        };
        Assert.Equal(path, new RiskShieldAdapter(new RiskShieldSettings { CandidatePath = candidate }).GetPath(exchange));
    }

    /// <summary>A cookie of a load balancer must not tie one applicant's call to the next one's.</summary>
    [Fact]
    public async Task A_cookie_is_not_sent_back()
    {
        await using var bench = await ClientBench.StartAsync(http =>
        {
            http.Response.Headers.SetCookie = "affinity=1; Path=/";
            return Answers.Score(http);
        });
        await bench.ScoreAsync();
        await bench.ScoreAsync();
        Assert.Equal(2, bench.Received.Count);
        Assert.All(bench.Received, call => Assert.DoesNotContain("Cookie", call.Headers.Keys));
    }

    [Fact]
    public async Task Without_a_trace_none_is_made_up()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        await bench.ScoreAsync();
        Assert.DoesNotContain("traceparent", Assert.Single(bench.Received).Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(201, AttemptStatus.InvalidResponse)]
    [InlineData(204, AttemptStatus.InvalidResponse)]
    [InlineData(304, AttemptStatus.InvalidResponse)]
    [InlineData(400, AttemptStatus.Rejected)]
    [InlineData(402, AttemptStatus.Misconfigured)]
    [InlineData(404, AttemptStatus.Misconfigured)]
    [InlineData(409, AttemptStatus.Deferred)]
    [InlineData(405, AttemptStatus.Misconfigured)]
    [InlineData(406, AttemptStatus.Misconfigured)]
    [InlineData(407, AttemptStatus.Misconfigured)]
    [InlineData(410, AttemptStatus.Misconfigured)]
    [InlineData(413, AttemptStatus.Misconfigured)]
    [InlineData(415, AttemptStatus.Misconfigured)]
    [InlineData(421, AttemptStatus.Deferred)]
    [InlineData(423, AttemptStatus.Deferred)]
    [InlineData(425, AttemptStatus.Deferred)]
    [InlineData(426, AttemptStatus.Misconfigured)]
    [InlineData(451, AttemptStatus.Misconfigured)]
    [InlineData(422, AttemptStatus.Rejected)]
    [InlineData(499, AttemptStatus.Deferred)]
    [InlineData(408, AttemptStatus.TimedOut)]
    [InlineData(429, AttemptStatus.Throttled)]
    [InlineData(500, AttemptStatus.ServerError)]
    [InlineData(501, AttemptStatus.ServerError)]
    [InlineData(502, AttemptStatus.ServerError)]
    [InlineData(503, AttemptStatus.ServerError)]
    [InlineData(504, AttemptStatus.ServerError)]
    [InlineData(599, AttemptStatus.ServerError)]
    public async Task Every_status_has_its_class(int httpStatus, AttemptStatus expected)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Status(httpStatus));
        Assert.Equal(bench.Result(expected, httpStatus), await bench.ScoreAsync());
        Assert.Single(bench.Received);
    }

    /// <summary>What a change of our settings would mend is told as such.</summary>
    [Theory]
    [InlineData(404, "provider_misconfigured")]
    [InlineData(401, "provider_key_refused")]
    [InlineData(422)]
    public async Task What_operators_can_mend_is_told_them(int httpStatus, params string[] names)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Status(httpStatus));
        await bench.ScoreAsync();
        Assert.Equal(names, bench.Log.Events.Select(told => told.Name));
        Assert.All(bench.Log.Events, told => Assert.Equal(
            ("riskshield", httpStatus, Sample.Id.Value, "corr-1"),
            (told.Values["provider"], told.Values["httpStatus"], told.Values["validationId"], told.Values["correlationId"])));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int httpStatus)
    {
        await using var bench = await ClientBench.StartAsync(
            Answers.InTurn(Answers.Status(httpStatus, ("Location", "/elsewhere")), Answers.Score));
        Assert.Equal(AttemptStatus.InvalidResponse, (await bench.ScoreAsync()).Status);
        Assert.Single(bench.Received);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>It works!</html>")]
    [InlineData("""{"riskScore":72}""")]
    [InlineData("""{"riskLevel":"HIGH"}""")]
    [InlineData("""{"riskScore":null,"riskLevel":"HIGH"}""")]
    [InlineData("""{"riskScore":-1,"riskLevel":"LOW"}""")]
    [InlineData("""{"riskScore":101,"riskLevel":"CRITICAL"}""")]
    [InlineData("""{"riskScore":99999999999,"riskLevel":"CRITICAL"}""")]
    [InlineData("""{"riskScore":"72","riskLevel":"MEDIUM"}""")]
    [InlineData("""{"riskScore":72.5,"riskLevel":"MEDIUM"}""")]
    [InlineData("""{"riskScore":1e400,"riskLevel":"MEDIUM"}""")]
    [InlineData("""{"riskScore":72,"riskScore":5,"riskLevel":"MEDIUM"}""")]
    [InlineData("""{"riskScore":72,"riskScore":72,"riskLevel":"MEDIUM"}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"LOW","riskLevel":"MEDIUM"}""")]
    [InlineData("""{"riskScore":72,"risk\u0053core":5,"riskLevel":"MEDIUM"}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"MEDIUM","x":{"y":1,"y":2}}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"medium"}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"EXTREME"}""")]
    [InlineData("""{"riskScore":72,"riskLevel":2}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"\ud800"}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"MEDIUM"}{}""")]
    [InlineData("""{"riskScore":72,"riskLevel":"MEDI""")]
    [InlineData("""{"RiskScore":72,"RiskLevel":"MEDIUM"}""")]
    public async Task An_answer_without_a_usable_score_is_not_believed(string body)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Body(body));
        Assert.Equal(bench.Result(AttemptStatus.InvalidResponse, 200), await bench.ScoreAsync());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_not_believed()
    {
        await using var bench = await ClientBench.StartAsync(
            Answers.Bytes([.. """{"riskScore":72,"riskLevel":"MED"""u8, 0xFF, 0xC0, .. "\"}"u8]));
        Assert.Equal(AttemptStatus.InvalidResponse, (await bench.ScoreAsync()).Status);
    }

    [Theory]
    [InlineData(0, "LOW", RiskLevel.Low)]
    [InlineData(100, "CRITICAL", RiskLevel.Critical)]
    [InlineData(72, "HIGH", RiskLevel.High)]
    [InlineData(0, "CRITICAL", RiskLevel.Critical)]
    public async Task A_usable_score_is_passed_on_as_it_came(int score, string level, RiskLevel expected)
    {
        await using var bench = await ClientBench.StartAsync(
            Answers.Body($$"""{"model":"v7","riskScore":{{score}},"riskLevel":"{{level}}"}"""));
        Assert.Equal(new VendorScore(score, expected), (await bench.ScoreAsync()).Score);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_huge_answer_is_not_read_to_its_end(bool announced)
    {
        var huge = Encoding.ASCII.GetBytes(Answers.Usable + new string(' ', ScoreReader.MaxBytes));
        await using var bench = await ClientBench.StartAsync(http =>
        {
            http.Response.ContentLength = announced ? huge.Length : null;
            return Answers.Bytes(huge)(http);
        });
        Assert.Equal(AttemptStatus.InvalidResponse, (await bench.ScoreAsync()).Status);
    }

    [Theory]
    [InlineData("7", 7_000L)]
    [InlineData("0", 0L)]
    [InlineData("0007", 7_000L)]
    [InlineData("86400", 86_400_000L)]
    [InlineData("1.5", 1_500L)]
    [InlineData("0.0001", 1L)]
    [InlineData("2147483647", 2_147_483_647_000)]
    [InlineData("2147483648", 2_147_483_648_000)]
    [InlineData("9999999999", 2_147_483_648_000)]
    [InlineData("99999999999999999999999999999999999999", 2_147_483_648_000)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("1e3", null)]
    [InlineData("1,5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public async Task A_wait_in_seconds_is_read(string header, long? expectedMs)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Status(429, ("Retry-After", header)));
        Assert.Equal(expectedMs, (await bench.ScoreAsync()).RetryAfter?.TotalMilliseconds);
    }

    /// <summary>The vendor's clock is an hour ahead of ours: only its own Date says how far off its date is.</summary>
    [Theory]
    [InlineData(20, 20_000)]
    [InlineData(0, null)]
    [InlineData(-5, null)]
    public async Task A_wait_as_a_date_counts_from_the_vendors_own_date(int inSeconds, int? expectedMs)
    {
        var theirs = Sample.Start.AddHours(1);
        await using var bench = await ClientBench.StartAsync(Answers.Status(
            503, ("Date", Http(theirs)), ("Retry-After", Http(theirs.AddSeconds(inSeconds)))));
        var result = await bench.ScoreAsync();
        Assert.Equal((AttemptStatus.ServerError, (double?)expectedMs), (result.Status, result.RetryAfter?.TotalMilliseconds));
    }

    [Fact]
    public async Task Without_a_date_of_the_vendors_a_wait_as_a_date_counts_from_ours()
    {
        await using var vendor = RawVendor.Start(_ => RawVendor.Response(
            "503 Service Unavailable", "", $"Retry-After: {Http(Sample.Start.AddSeconds(20))}"));
        await using var bench = await ClientBench.StartElsewhereAsync(vendor.Address);
        Assert.Equal(20_000, (await bench.ScoreAsync()).RetryAfter?.TotalMilliseconds);
    }

    private static string Http(DateTimeOffset moment) => moment.ToString("R", CultureInfo.InvariantCulture);
}
