using FinRisk.Redis.Tests.Harness;
using FinRisk.Scoring.Providers;
using FinRisk.Testing.Tools;

namespace FinRisk.Redis.Tests.Providers;

/// <summary>The calls of all replicas, spread by a real Redis.</summary>
public sealed class SharedCallRateTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [RedisFact]
    public async Task Two_replicas_together_get_so_many_a_second_in_turn()
    {
        using var server = await RedisServer.StartAsync();
        await using var one = await Replica.StartAsync(server);
        await using var two = await Replica.StartAsync(server);
        var slots = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => ReserveAsync(i % 2 == 0 ? one : two, 10, Long)));
        Assert.All(slots, slot => Assert.True(slot.Granted));
        var waits = slots.Select(slot => slot.Wait).Order().ToArray();

        // The last ten are reserved for five seconds after the first ten, less the time that reserving took.
        for (var second = 0; second < 6; second++)
            Assert.All(waits[(second * 10)..((second * 10) + 10)], wait => Assert.InRange(
                wait, TimeSpan.FromSeconds(Math.Max(0, second - 0.5)), TimeSpan.FromSeconds(second)));
    }

    [RedisFact]
    public async Task What_would_wait_too_long_is_told_how_long_and_reserves_nothing()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        Assert.True((await ReserveAsync(replica, 1, TimeSpan.Zero)).Granted);
        for (var i = 0; i < 5; i++)
        {
            var refused = await ReserveAsync(replica, 1, TimeSpan.FromMilliseconds(100));
            Assert.False(refused.Granted);
            Assert.InRange(refused.Wait, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        }

        Assert.InRange((await ReserveAsync(replica, 1, Long)).Wait, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
    }

    [RedisFact]
    public async Task What_was_reserved_before_the_clock_went_back_is_forgotten()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        await ReserveAsync(replica, 1, Long);
        var key = (await server.AskAsync("KEYS finrisk:vendor:*")).Split("\r\n")[2];
        await server.AskAsync($"RPUSH {key} 99999999999999999");
        Assert.Equal(new CallSlot(true, TimeSpan.Zero), await ReserveAsync(replica, 1, TimeSpan.Zero));
        Assert.Contains(":1\r\n", await server.AskAsync($"LLEN {key}"), StringComparison.Ordinal);
        Assert.DoesNotContain(":-1\r\n", await server.AskAsync($"PTTL {key}"), StringComparison.Ordinal);
    }

    private static async Task<CallSlot> ReserveAsync(Replica replica, int perSecond, TimeSpan max)
    {
        var slot = await replica.Service<ISharedCallRate>().ReserveAsync(
            new CallQuota("riskshield:vendor.example", perSecond, Long), max);
        Assert.NotNull(slot);
        return slot.Value;
    }
}
