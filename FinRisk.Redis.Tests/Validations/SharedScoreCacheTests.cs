using System.Collections.Concurrent;
using FinRisk.Redis.Tests.Harness;
using FinRisk.Redis.Validations;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;

namespace FinRisk.Redis.Tests.Validations;

/// <summary>HybridCache over a real Redis: what it saves, and that it never answers what the history would not.</summary>
public sealed class SharedScoreCacheTests
{
    private const string Key = "x1xXrnZ1m1aJ4q1rH1mVYbVXo1v5F9mTqK1c0pJ7nTs";

    private readonly History _history = new();

    [RedisFact]
    public async Task A_score_of_one_replica_answers_on_another_without_the_history()
    {
        using var server = await RedisServer.StartAsync();
        await using var one = await StartAsync(server);
        await using var two = await StartAsync(server);
        Assert.Null(await FindAsync(one));
        var known = await ScoreAsync(one, 72);
        Assert.Equal(known, await FindAsync(two));
        Assert.Equal(known, await FindAsync(one));
        Assert.Equal(1, _history.Lookups);
        Assert.Equal("finrisk:scores:" + Key, (await server.AskAsync("KEYS *")).Split("\r\n")[2]);
    }

    /// <summary>A score of the backup must not come back as one of RiskShield's.</summary>
    [RedisFact]
    public async Task It_keeps_which_provider_gave_the_score()
    {
        using var server = await RedisServer.StartAsync();
        await using var one = await StartAsync(server);
        await using var two = await StartAsync(server);
        var known = Known(72, TimeSpan.Zero) with { Provider = "backup" };
        await one.Service<IScoreCache>().SaveAsync(Key, known);
        Assert.Equal(known, await FindAsync(two));
    }

    [RedisFact]
    public async Task A_fresh_score_replaces_the_older_one_here_at_once_and_elsewhere_when_memory_has_forgotten()
    {
        using var server = await RedisServer.StartAsync();
        await using var one = await StartAsync(server);
        await using var two = await StartAsync(server);
        var old = await ScoreAsync(one, 1, TimeSpan.FromMinutes(5));
        Assert.Equal(old, await FindAsync(two));
        var fresh = await ScoreAsync(one, 2);
        Assert.Equal(fresh, await FindAsync(one));
        await Task.Delay(SharedScoreCache.MemoryLifetime + TimeSpan.FromSeconds(0.5));
        Assert.Equal(fresh, await FindAsync(two));
    }

    /// <summary>Reckoned from when the vendor gave it, not from when it was put here.</summary>
    [RedisFact]
    public async Task It_expires_by_the_scores_age()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await StartAsync(server);
        await ScoreAsync(replica, 1, TimeSpan.FromMinutes(59));
        var lifetime = await server.AskAsync("PTTL finrisk:scores:" + Key);
        Assert.InRange(
            long.Parse(lifetime.Trim(':', '\r', '\n'), System.Globalization.CultureInfo.InvariantCulture), 50_000, 60_000);

        // Older than it may answer: the history decides, as without a cache.
        _history.Scores.Clear();
        await ScoreAsync(replica, 1, TimeSpan.FromMinutes(61));
        _history.Scores.Clear();
        await server.AskAsync("FLUSHALL");
        Assert.Null(await FindAsync(await StartAsync(server)));
    }

    [RedisFact]
    public async Task What_somebody_else_wrote_there_is_no_score()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await StartAsync(server);
        await server.AskAsync($"HSET finrisk:scores:{Key} absexp -1 sldexp -1 data rubbish");
        var known = Known(3, TimeSpan.Zero);
        _history.Scores[Key] = known;
        Assert.Equal(known, await FindAsync(replica));
    }

    [RedisFact]
    public async Task Without_Redis_the_history_answers_at_once()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await StartAsync(server);
        await server.KillAsync();
        await ScoreAsync(replica, 5);
        _history.Scores.Clear();
        await using var other = await Replica.StartAsync(server, connected: false, history: _history);
        Assert.Null(await FindAsync(other));
        var known = Known(6, TimeSpan.Zero);
        _history.Scores[Key] = known;
        Assert.Equal(known, await FindAsync(other));
    }

    /// <summary>The history has been told to erase it before.</summary>
    [RedisFact]
    public async Task An_erased_score_answers_no_more()
    {
        using var server = await RedisServer.StartAsync();
        await using var one = await StartAsync(server);
        await using var two = await StartAsync(server);
        await ScoreAsync(one, 72);
        _history.Scores.Clear();
        await one.Service<IScoreCache>().RemoveAsync(Key);
        Assert.Null(await FindAsync(one));
        Assert.Null(await FindAsync(two));
    }

    /// <summary>A Redis that hung keeps what it had; what came meanwhile must not be answered with that.</summary>
    [RedisFact]
    public async Task What_could_not_be_written_during_an_outage_is_not_answered_with_what_was_there_before()
    {
        using var server = await RedisServer.StartAsync();
        await using var one = await StartAsync(server);
        await ScoreAsync(one, 1, TimeSpan.FromMinutes(5));
        await server.HangAsync();
        var fresh = await ScoreAsync(one, 2);
        Assert.Equal(fresh, await FindAsync(one));
        await server.GoOnAsync();

        // The replica that could not write tidies up for all, without a request.
        await Eventually.TrueAsync(async () => await CountAsync(server) == 0, "all outdated scores are deleted");
        await using var two = await StartAsync(server);
        Assert.Equal(fresh, await FindAsync(two));
    }

    /// <summary>An outage may leave many scores that could not be written.</summary>
    [RedisFact]
    public async Task No_request_waits_until_Redis_is_tidied_up_after_an_outage()
    {
        const int scores = 200;
        using var server = await RedisServer.StartAsync();
        using var proxy = new SlowProxy(server.Port);
        await using var replica = await Replica.StartAsync($"127.0.0.1:{proxy.Port}", history: _history);
        await SaveAllAsync();
        Assert.Equal(scores, await CountAsync(server));
        await server.AskAsync("CONFIG SET maxmemory 1");
        await SaveAllAsync();
        Assert.False(replica.Link.IsUsable);

        // Each deletion takes 0.2 s now, so that all of them would take 40 s.
        proxy.Delay = TimeSpan.FromSeconds(0.1);
        await server.AskAsync("CONFIG SET maxmemory 0");
        await Eventually.TrueAsync(async () => await CountAsync(server) < scores, "the first outdated score is deleted");
        Assert.Null(await FindAsync(replica));
        Assert.InRange(await CountAsync(server), scores / 2, scores - 1);

        proxy.Delay = TimeSpan.Zero;
        await Eventually.TrueAsync(async () => await CountAsync(server) == 0, "all outdated scores are deleted");

        async Task SaveAllAsync()
        {
            for (var i = 0; i < scores; i++)
                await replica.Service<IScoreCache>().SaveAsync($"{Key}{i}", Known(i % 100, TimeSpan.Zero));
        }
    }

    /// <summary>How many scores Redis holds.</summary>
    private static async Task<int> CountAsync(RedisServer server) => int.Parse(
        (await server.AskAsync("EVAL \"return #redis.call('KEYS', 'finrisk:scores:*')\" 0")).Trim(':', '\r', '\n'),
        System.Globalization.CultureInfo.InvariantCulture);

    private Task<Replica> StartAsync(RedisServer server) => Replica.StartAsync(server, history: _history);

    private static async Task<StoredScore?> FindAsync(Replica replica) =>
        await replica.Service<IScoreCache>().FindAsync(Key, default);

    private static StoredScore Known(int score, TimeSpan age) =>
        new(new VendorScore(score, RiskLevel.Medium), TimeProvider.System.GetUtcNow() - age, ValidationId.Create(
            score, new byte[ValidationId.SecretBytes]));

    /// <summary>As the hosts do it: the history first.</summary>
    private async Task<StoredScore> ScoreAsync(Replica replica, int score, TimeSpan age = default)
    {
        var known = Known(score, age);
        _history.Scores[Key] = known;
        await replica.Service<IScoreCache>().SaveAsync(Key, known);
        return known;
    }

    private sealed class History : IScoreHistory
    {
        private int _lookups;

        public ConcurrentDictionary<string, StoredScore> Scores { get; } = new();

        public int Lookups => _lookups;

        public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping)
        {
            Interlocked.Increment(ref _lookups);
            return new(Scores.GetValueOrDefault(applicantHash));
        }
    }
}
