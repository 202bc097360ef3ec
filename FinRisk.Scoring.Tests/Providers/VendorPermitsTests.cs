using System.Threading.RateLimiting;
using FinRisk.Scoring.Providers;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Waiting for a permit: in turn, for a bounded time, and given back.</summary>
public sealed class VendorPermitsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_free_place_costs_no_wait()
    {
        using var permits = Permits(new RiskShieldSettings());
        var take = permits.AcquireAsync(isProbe: false, default);
        Assert.True(take.IsCompletedSuccessfully);
        using var permit = await take;
        Assert.True(permit.IsAcquired);
    }

    [Fact]
    public async Task A_place_that_does_not_become_free_in_time_is_refused_and_the_next_one_is_served()
    {
        using var permits = Permits(new RiskShieldSettings { MaxConcurrentCalls = 1 });
        var first = await permits.AcquireAsync(isProbe: false, default);
        var second = permits.AcquireAsync(isProbe: false, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((false, TimeSpan.FromSeconds(1)), ((await second).IsAcquired, WaitOf(await second)));

        var third = permits.AcquireAsync(isProbe: false, default).AsTask();
        first.Dispose();
        using var served = await third;
        Assert.True(served.IsAcquired);
    }

    [Fact]
    public async Task A_call_waits_for_its_second()
    {
        using var permits = Permits(new RiskShieldSettings { MaxCallsPerSecond = 1 });
        using var first = await permits.AcquireAsync(isProbe: false, default);
        var second = permits.AcquireAsync(isProbe: false, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        using var permit = await second;
        Assert.True(permit.IsAcquired);
    }

    [Fact]
    public async Task A_queue_that_is_too_long_is_told_at_once_and_keeps_no_place()
    {
        using var permits = Permits(
            new RiskShieldSettings { MaxCallsPerSecond = 1, MaxConcurrentCalls = 1, MaxQueueTime = TimeSpan.Zero });
        (await permits.AcquireAsync(isProbe: false, default)).Dispose();

        // What is left of the second, so the refusal is the rate's: a place that was kept would be told as a whole second.
        for (var tenths = 9; tenths >= 7; tenths--)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            var refused = await permits.AcquireAsync(isProbe: false, default);
            Assert.False(refused.IsAcquired);
            Assert.Equal(tenths / 10.0, WaitOf(refused).TotalSeconds, precision: 3);
            Assert.False(refused.TryGetMetadata("REASON_PHRASE", out _));
        }
    }

    /// <summary>What it has waited for a place it no longer has for its second.</summary>
    [Fact]
    public async Task One_wait_is_for_the_place_and_the_second_together()
    {
        using var permits = Permits(new RiskShieldSettings
        {
            MaxCallsPerSecond = 1,
            MaxConcurrentCalls = 1,
            MaxQueueTime = TimeSpan.FromSeconds(0.9),
        });
        var first = await permits.AcquireAsync(isProbe: false, default);
        var second = permits.AcquireAsync(isProbe: false, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(0.4));
        first.Dispose();
        var refused = await second;
        Assert.Equal((false, TimeSpan.FromSeconds(0.6)), (refused.IsAcquired, WaitOf(refused)));
    }

    /// <summary>Its lease runs while it waits, so a probe waits for what the lease leaves beside the call.</summary>
    [Fact]
    public async Task A_probe_waits_only_for_what_its_lease_leaves()
    {
        using var permits = Permits(new RiskShieldSettings { MaxCallsPerSecond = 1 }, probeWait: TimeSpan.FromSeconds(0.5));
        using var first = await permits.AcquireAsync(isProbe: false, default);
        Assert.False((await permits.AcquireAsync(isProbe: true, default)).IsAcquired);
        Assert.False(permits.AcquireAsync(isProbe: false, default).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_probe_waits_no_longer_than_other_calls()
    {
        var settings = new RiskShieldSettings { MaxCallsPerSecond = 1, MaxQueueTime = TimeSpan.FromSeconds(0.5) };
        using var permits = Permits(settings, probeWait: TimeSpan.FromSeconds(2));
        using var first = await permits.AcquireAsync(isProbe: false, default);
        Assert.False((await permits.AcquireAsync(isProbe: true, default)).IsAcquired);
    }

    [Fact]
    public async Task A_host_that_stops_does_not_wait_and_gives_the_place_back()
    {
        using var permits = Permits(new RiskShieldSettings { MaxCallsPerSecond = 1, MaxConcurrentCalls = 2 });
        using var first = await permits.AcquireAsync(isProbe: false, default);
        using var stopping = new CancellationTokenSource();
        var second = permits.AcquireAsync(isProbe: false, stopping.Token).AsTask();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await permits.AcquireAsync(isProbe: false, default)).IsAcquired);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_all_replicas_reserve_goes_first_and_without_them_the_own_count_goes_on(bool granted)
    {
        var shared = new ScriptedRate(new CallSlot(granted, TimeSpan.FromSeconds(3)));
        using var permits = Permits(new RiskShieldSettings { MaxCallsPerSecond = 1 }, shared: shared);
        var first = permits.AcquireAsync(isProbe: false, default).AsTask();
        Assert.Equal(
            (granted, (new CallQuota("riskshield:api.riskshield.com", 1, TimeSpan.FromSeconds(10)), TimeSpan.FromSeconds(10))),
            (!first.IsCompleted, shared.Asked));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(granted, (await first).IsAcquired);

        shared.Next = null;
        var second = permits.AcquireAsync(isProbe: false, default).AsTask();
        Assert.Equal(!granted, second.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await second).IsAcquired);
    }

    private static TimeSpan WaitOf(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : default;

    private VendorPermits Permits(RiskShieldSettings settings, TimeSpan? probeWait = null, ISharedCallRate? shared = null) =>
        new(settings, probeWait ?? TimeSpan.FromSeconds(20), _clock, shared);

    private sealed class ScriptedRate(CallSlot? next) : ISharedCallRate
    {
        public CallSlot? Next { get; set; } = next;

        public (CallQuota, TimeSpan) Asked { get; private set; }

        public ValueTask<CallSlot?> ReserveAsync(CallQuota quota, TimeSpan maxWait)
        {
            Asked = (quota, maxWait);
            return new(Next);
        }
    }
}
