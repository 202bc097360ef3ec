using FinRisk.Redis.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Limits;
using FinRisk.Testing;
using FinRisk.Testing.Tools;

namespace FinRisk.Redis.Tests.Limits;

/// <summary>One caller's requests, counted by a real Redis over replicas.</summary>
public sealed class SharedCallerLimitTests
{
    private const string Caller = "principal-jane.doe@example.com";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [RedisFact]
    public async Task Two_replicas_that_race_let_exactly_the_limit_through()
    {
        using var server = await RedisServer.StartAsync();
        await using var one = await Replica.StartAsync(server);
        await using var two = await Replica.StartAsync(server);
        var asked = Enumerable.Range(0, 400).Select(i => AcquireAsync(i % 2 == 0 ? one : two, 100, Hour));
        var standings = await Task.WhenAll(asked);
        Assert.Equal(100, standings.Count(standing => standing.IsAcquired));
        Assert.Equal(
            Enumerable.Range(0, 100),
            standings.Where(standing => standing.IsAcquired).Select(standing => standing.Remaining).Order());
        Assert.All(standings, standing => Assert.InRange(standing.NextPermit, TimeSpan.FromMinutes(59), Hour));
        Assert.Equal(["redis_found"], one.LoggedEvents);
    }

    [RedisFact]
    public async Task Another_caller_has_permits_of_its_own()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        Assert.True((await AcquireAsync(replica, 1, Hour)).IsAcquired);
        Assert.False((await AcquireAsync(replica, 1, Hour)).IsAcquired);
        Assert.True((await AcquireAsync(replica, 1, Hour, "bob")).IsAcquired);
    }

    [RedisFact]
    public async Task A_permit_comes_back_when_it_was_said_to_and_not_before()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        var window = TimeSpan.FromSeconds(1);
        Assert.True((await AcquireAsync(replica, 2, window)).IsAcquired);
        Assert.True((await AcquireAsync(replica, 2, window)).IsAcquired);
        var refused = await AcquireAsync(replica, 2, window);
        Assert.False(refused.IsAcquired);
        Assert.InRange(refused.NextPermit, TimeSpan.FromMicroseconds(1), window);
        await Task.Delay(refused.NextPermit + RealTime.Slack);
        Assert.True((await AcquireAsync(replica, 2, window)).IsAcquired);
    }

    [RedisFact]
    public async Task Nothing_tells_who_the_caller_is_and_nothing_stays()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        await AcquireAsync(replica, 5, Hour);
        var keys = await server.AskAsync("KEYS *");
        Assert.Contains("finrisk:callers:", keys, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", keys, StringComparison.OrdinalIgnoreCase);
        var lifetime = await server.AskAsync("PTTL " + keys.Split("\r\n")[2]);
        Assert.InRange(
            long.Parse(lifetime.Trim(':', '\r', '\n'), System.Globalization.CultureInfo.InvariantCulture), 3_590_000, 3_600_000);
    }

    /// <summary>As after Redis's clock was set back: entries of the future must not lock the caller out.</summary>
    [RedisFact]
    public async Task Entries_of_the_future_are_forgotten()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        await AcquireAsync(replica, 1, Hour);
        var key = (await server.AskAsync("KEYS *")).Split("\r\n")[2];
        await server.AskAsync($"RPUSH {key} 99999999999999999");
        await server.AskAsync($"LPOP {key}");
        Assert.True((await AcquireAsync(replica, 1, Hour)).IsAcquired);
        Assert.False((await AcquireAsync(replica, 1, Hour)).IsAcquired);
    }

    private static async Task<RateLimitLease> AcquireAsync(Replica replica, int permits, TimeSpan window, string caller = Caller)
    {
        var standing = await replica.Service<ISharedCallerLimit>().AcquireAsync(caller, permits, window);
        Assert.NotNull(standing);
        return standing.Value;
    }
}
