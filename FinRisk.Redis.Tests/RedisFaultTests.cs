using FinRisk.Redis.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;

namespace FinRisk.Redis.Tests;

/// <summary>
/// Whatever Redis does under load, no caller of what replicas share sees an exception, and all is well afterwards.
/// </summary>
public sealed class RedisFaultTests
{
    private const string ApplicantHash = "x1xXrnZ1m1aJ4q1rH1mVYbVXo1v5F9mTqK1c0pJ7nTs";
    private const int Workers = 16;

    [RedisFact]
    public Task A_Redis_that_is_killed_and_started_again_reaches_no_caller() => SurviveAsync(async (server, _) =>
    {
        await server.KillAsync();
        await Task.Delay(300);
        await server.StartAgainAsync();
    });

    [RedisFact]
    public Task A_Redis_that_freezes_reaches_no_caller() => SurviveAsync(async (server, _) =>
    {
        await server.HangAsync();
        await Task.Delay(1_500);
        await server.GoOnAsync();
    });

    [RedisFact]
    public Task Connections_that_Redis_cuts_again_and_again_reach_no_caller() => SurviveAsync(async (server, _) =>
    {
        for (var cut = 0; cut < 30; cut++)
        {
            await server.AskAsync("CLIENT KILL TYPE normal SKIPME yes");
            await Task.Delay(20);
        }
    });

    [RedisFact]
    public Task A_Redis_half_a_second_away_reaches_no_caller() => SurviveAsync(async (_, proxy) =>
    {
        proxy.Delay = TimeSpan.FromMilliseconds(500);
        await Task.Delay(2_000);
        proxy.Delay = TimeSpan.Zero;
    });

    [RedisFact]
    public Task A_password_that_is_no_longer_right_reaches_no_caller() => SurviveAsync(async (server, _) =>
    {
        await server.AskAsync("CONFIG SET requirepass hush");
        await server.AskAsync("AUTH hush\r\nCLIENT KILL TYPE normal SKIPME yes");
        await Task.Delay(1_500);
        await server.AskAsync("AUTH hush\r\nCONFIG SET requirepass \"\"");
    });

    [RedisFact]
    public Task A_Redis_without_memory_reaches_no_caller() => SurviveAsync(async (server, _) =>
    {
        await server.AskAsync("CONFIG SET maxmemory 1");
        await Task.Delay(500);
        await server.AskAsync("CONFIG SET maxmemory 0");
    });

    [RedisFact]
    public Task Keys_of_another_type_reach_no_caller() => SurviveAsync(async (server, _) =>
    {
        var lines = (await server.AskAsync("KEYS *")).Split("\r\n");
        foreach (var key in lines.Where(line => line.StartsWith("finrisk:", StringComparison.Ordinal)))
            await server.AskAsync($"DEL {key}\r\nSADD {key} x");
        await Task.Delay(300);
        await server.AskAsync("FLUSHALL");
    });

    /// <summary>Starts load on all that a replica shares, lets the fault happen, and waits until Redis is used again.</summary>
    private static async Task SurviveAsync(Func<RedisServer, SlowProxy, Task> fault)
    {
        using var server = await RedisServer.StartAsync();
        using var proxy = new SlowProxy(server.Port);
        await using var replica = await Replica.StartAsync($"127.0.0.1:{proxy.Port}", clock: TimeProvider.System);
        using var over = new CancellationTokenSource();
        var load = Enumerable.Range(0, Workers).Select(worker => Task.Run(() => UseAsync(replica, worker, over.Token))).ToArray();
        await Task.Delay(200);
        await fault(server, proxy);
        await replica.UsableAsync(true);
        await over.CancelAsync();
        var calls = (await Task.WhenAll(load)).Sum();
        Assert.InRange(calls, 100, int.MaxValue);
        Assert.Contains("redis_lost", replica.LoggedEvents);
        Assert.NotNull(await replica.Service<ISharedCallerLimit>().AcquireAsync("after", 1_000_000, TimeSpan.FromHours(1)));
    }

    /// <summary>How many calls it made; an exception of any of them fails the test.</summary>
    private static async Task<int> UseAsync(Replica replica, int worker, CancellationToken over)
    {
        var known = new StoredScore(
            new VendorScore(50, RiskLevel.Medium), TimeProvider.System.GetUtcNow(), ValidationId.New(TimeProvider.System));
        var calls = 0;
        for (; !over.IsCancellationRequested; calls++)
        {
            await replica.Service<ISharedCallerLimit>().AcquireAsync($"caller{worker}", 1_000_000, TimeSpan.FromHours(1));
            await replica.Service<ISharedCallRate>().ReserveAsync(
                new CallQuota("vendor", 1_000_000, TimeSpan.Zero), TimeSpan.Zero);
            await replica.Service<IScoreCache>().SaveAsync(ApplicantHash, known);
            await replica.Service<IScoreCache>().FindAsync($"{ApplicantHash}{worker}", default);

            // Without Redis all of this is done at once, and would leave no processor to whoever mends it.
            await Task.Delay(1, CancellationToken.None);
        }

        return calls;
    }
}
