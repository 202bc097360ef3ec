using CsCheck;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 4: 429 with <c>Retry-After</c>, <c>RateLimit</c> and <c>RateLimit-Policy</c>, for each caller by itself.</summary>
public sealed class CallerLimitsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task So_many_requests_pass_and_the_next_is_refused()
    {
        var limits = Limits(3, TimeSpan.FromHours(1));
        for (var left = 2; left >= 0; left--)
        {
            var passed = HttpSample.Request();
            Assert.Null(limits.Refuse(passed, HttpSample.Alice));
            Assert.Equal($"\"caller\";r={left};t=3600", passed.Response.Headers["RateLimit"]);
            Assert.Equal("\"caller\";q=3;w=3600", passed.Response.Headers["RateLimit-Policy"]);
        }

        var refused = HttpSample.Request();
        var reply = await limits.Refuse(refused, HttpSample.Alice)!.ReplyAsync(refused);
        Assert.Equal((429, "rate-limited", "3600"), (reply.Status, reply.Code, reply.Headers.RetryAfter.ToString()));
        Assert.Equal("\"caller\";r=0;t=3600", reply.Headers["RateLimit"]);
        Assert.Equal("\"caller\";q=3;w=3600", reply.Headers["RateLimit-Policy"]);
        Assert.Equal("At most 3 requests per 01:00:00. Send the request again after Retry-After.", reply.Text("detail"));
    }

    [Fact]
    public void Callers_do_not_use_up_each_others_requests()
    {
        var limits = Limits(1, TimeSpan.FromHours(1));
        Assert.Null(limits.Refuse(HttpSample.Request(), HttpSample.Alice));
        Assert.NotNull(limits.Refuse(HttpSample.Request(), HttpSample.Alice));
        Assert.Null(limits.Refuse(HttpSample.Request(), new Caller("bob")));
    }

    [Fact]
    public void No_permits_switch_it_off_without_a_trace()
    {
        var limits = Limits(0, TimeSpan.FromHours(1));
        var http = HttpSample.Request();
        for (var i = 0; i < 1_000; i++)
            Assert.Null(limits.Refuse(http, HttpSample.Alice));
        Assert.DoesNotContain(http.Response.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_next_request_passes_exactly_when_it_was_told_to_come_back()
    {
        var limits = Limits(2, TimeSpan.FromSeconds(10));
        Assert.Null(limits.Refuse(HttpSample.Request(), HttpSample.Alice));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Null(limits.Refuse(HttpSample.Request(), HttpSample.Alice));

        // The first leaves the window after 6 more seconds; refused requests take nothing.
        for (var second = 6; second > 0; second--)
        {
            var http = HttpSample.Request();
            Assert.NotNull(limits.Refuse(http, HttpSample.Alice));
            Assert.Equal($"\"caller\";r=0;t={second}", http.Response.Headers["RateLimit"]);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(limits.Refuse(HttpSample.Request(), HttpSample.Alice));
        Assert.NotNull(limits.Refuse(HttpSample.Request(), HttpSample.Alice));
    }

    [Fact]
    public void No_window_of_any_phase_lets_more_through_than_the_limit()
    {
        Gen.Int[0, 3000].Array[1, 60].Sample(gaps =>
        {
            var window = new SlidingWindow(5, TimeSpan.FromSeconds(10));
            var passed = new List<long>();
            var now = 0L;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap).Ticks;
                if (window.Take(now).Allowed)
                    passed.Add(now);
                Assert.True(passed.Count(at => now - at < TimeSpan.FromSeconds(10).Ticks) <= 5);
            }
        });
    }

    private CallerLimits Limits(int permits, TimeSpan window) =>
        new(new FinRiskSettings { RateLimit = new RateLimitSettings { Permits = permits, Window = window } }, _clock);
}
