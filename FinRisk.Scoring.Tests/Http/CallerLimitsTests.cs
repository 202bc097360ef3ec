using FinRisk.Scoring.Http;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 4: 429 with <c>Retry-After</c>, <c>RateLimit</c> and <c>RateLimit-Policy</c>, for each caller by itself.</summary>
public sealed class CallerLimitsTests
{
    [Fact]
    public async Task So_many_requests_pass_and_the_next_is_refused()
    {
        using var limits = Limits(3, TimeSpan.FromHours(1));
        for (var left = 2; left >= 0; left--)
        {
            var passed = HttpSample.Request();
            Assert.Null(limits.Refuse(passed, HttpSample.Alice));
            Assert.Equal($"\"caller\";r={left};t=60", passed.Response.Headers["RateLimit"]);
            Assert.Equal("\"caller\";q=3;w=3600", passed.Response.Headers["RateLimit-Policy"]);
        }

        var refused = HttpSample.Request();
        var reply = await limits.Refuse(refused, HttpSample.Alice)!.ReplyAsync(refused);
        Assert.Equal((429, "rate-limited", "60"), (reply.Status, reply.Code, reply.Headers.RetryAfter.ToString()));
        Assert.Equal("\"caller\";r=0;t=60", reply.Headers["RateLimit"]);
        Assert.Equal("\"caller\";q=3;w=3600", reply.Headers["RateLimit-Policy"]);
        Assert.Equal("At most 3 requests per 01:00:00. Send the request again after Retry-After.", reply.Text("detail"));
    }

    [Fact]
    public void Callers_do_not_use_up_each_others_requests()
    {
        using var limits = Limits(1, TimeSpan.FromHours(1));
        Assert.Null(limits.Refuse(HttpSample.Request(), HttpSample.Alice));
        Assert.NotNull(limits.Refuse(HttpSample.Request(), HttpSample.Alice));
        Assert.Null(limits.Refuse(HttpSample.Request(), new Caller("bob")));
    }

    [Fact]
    public void No_permits_switch_it_off_without_a_trace()
    {
        using var limits = Limits(0, TimeSpan.FromHours(1));
        var http = HttpSample.Request();
        for (var i = 0; i < 1_000; i++)
            Assert.Null(limits.Refuse(http, HttpSample.Alice));
        Assert.DoesNotContain(http.Response.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    private static CallerLimits Limits(int permits, TimeSpan window) =>
        new(new FinRiskSettings { RateLimit = new RateLimitSettings { Permits = permits, Window = window } });
}
