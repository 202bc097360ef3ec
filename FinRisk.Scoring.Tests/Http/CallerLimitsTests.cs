using CsCheck;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>
/// Contract 4: 429 with <c>Retry-After</c>, <c>RateLimit</c> and <c>RateLimit-Policy</c>, for each caller by itself.
/// </summary>
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
            Assert.True(await PassesAsync(limits, passed, HttpSample.Alice));
            Assert.Equal($"\"caller\";r={left};t=3600", passed.Response.Headers["RateLimit"]);
            Assert.Equal("\"caller\";q=3;w=3600", passed.Response.Headers["RateLimit-Policy"]);
        }

        var refused = HttpSample.Request();
        var lease = await limits.AcquireAsync(refused, HttpSample.Alice);
        Assert.False(lease.IsAcquired);
        var reply = await limits.Reject(refused, HttpSample.Alice, lease).ReplyAsync(refused);
        Assert.Equal((429, "rate-limited", "3600"), (reply.Status, reply.Code, reply.Headers.RetryAfter.ToString()));
        Assert.Equal("\"caller\";r=0;t=3600", reply.Headers["RateLimit"]);
        Assert.Equal("\"caller\";q=3;w=3600", reply.Headers["RateLimit-Policy"]);
        Assert.Equal("At most 3 requests in 3600 s. Send the request again after Retry-After.", reply.Text("detail"));
    }

    [Fact]
    public async Task Callers_do_not_use_up_each_others_requests()
    {
        var limits = Limits(1, TimeSpan.FromHours(1));
        Assert.True(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));
        Assert.False(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));
        Assert.True(await PassesAsync(limits, HttpSample.Request(), new Caller("bob")));
    }

    [Fact]
    public async Task No_permits_switch_it_off_without_a_trace()
    {
        var limits = Limits(0, TimeSpan.FromHours(1));
        var http = HttpSample.Request();
        for (var i = 0; i < 1_000; i++)
            Assert.True(await PassesAsync(limits, http, HttpSample.Alice));
        Assert.DoesNotContain(
            http.Response.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_next_request_passes_exactly_when_it_was_told_to_come_back()
    {
        var limits = Limits(2, TimeSpan.FromSeconds(10));
        Assert.True(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.True(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));

        // The first leaves the window after 6 more seconds; refused requests take nothing.
        for (var second = 6; second > 0; second--)
        {
            var http = HttpSample.Request();
            Assert.False(await PassesAsync(limits, http, HttpSample.Alice));
            Assert.Equal($"\"caller\";r=0;t={second}", http.Response.Headers["RateLimit"]);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));
        Assert.False(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));
    }

    [Fact]
    public void No_window_of_any_phase_lets_more_through_than_the_limit()
    {
        Gen.Int[0, 3000].Array[1, 60].Sample(gaps =>
        {
            var window = new SlidingWindow(TimeSpan.FromSeconds(10));
            var passed = new List<long>();
            var now = 0L;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap).Ticks;
                if (window.Acquire(now, 5).IsAcquired)
                    passed.Add(now);
                Assert.True(passed.Count(at => now - at < TimeSpan.FromSeconds(10).Ticks) <= 5);
            }
        });
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(0, 5)]
    public async Task A_callers_own_rate_takes_the_place_of_the_common_one(int own, int pass)
    {
        var limits = Limits(1, TimeSpan.FromHours(1));
        var bob = new Caller("bob", Permits: own);
        for (var i = 0; i < pass; i++)
            Assert.True(await PassesAsync(limits, HttpSample.Request(), bob));
        var http = HttpSample.Request();
        Assert.Equal(own == 0, await PassesAsync(limits, http, bob));
        Assert.Equal(own == 0 ? "" : $"\"caller\";q={own};w=3600", http.Response.Headers["RateLimit-Policy"].ToString());
    }

    [Fact]
    public async Task What_all_replicas_count_is_the_answer_and_without_them_the_own_count_goes_on()
    {
        var shared = new ScriptedLimit { Next = new RateLimitLease(true, 1, TimeSpan.FromSeconds(7)) };
        var limits = Limits(2, TimeSpan.FromHours(1), shared);
        var http = HttpSample.Request();
        Assert.True(await PassesAsync(limits, http, HttpSample.Alice));
        Assert.Equal("\"caller\";r=1;t=7", http.Response.Headers["RateLimit"]);
        shared.Next = new RateLimitLease(false, 0, TimeSpan.FromSeconds(7));
        Assert.False(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));

        // Without the others: one was let through here before, so one is left.
        shared.Next = null;
        Assert.True(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));
        Assert.False(await PassesAsync(limits, HttpSample.Request(), HttpSample.Alice));
        Assert.Equal(3, shared.Asked);
    }

    private static async Task<bool> PassesAsync(CallerLimits limits, HttpContext http, Caller caller) =>
        (await limits.AcquireAsync(http, caller)).IsAcquired;

    private CallerLimits Limits(int permits, TimeSpan window, ISharedCallerLimit? shared = null) =>
        new(new RateLimitSettings { Permits = permits, Window = window }, _clock, shared);

    private sealed class ScriptedLimit : ISharedCallerLimit
    {
        public RateLimitLease? Next { get; set; }

        public int Asked { get; private set; }

        public ValueTask<RateLimitLease?> AcquireAsync(string caller, int permits, TimeSpan window)
        {
            Asked++;
            return new(Next);
        }
    }
}
