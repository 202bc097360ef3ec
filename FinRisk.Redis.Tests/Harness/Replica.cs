using FinRisk.Scoring;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Redis.Tests.Harness;

/// <summary>What one replica holds of Redis: its own connection, registered as the product registers it, and its log.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Replica(FinRiskSettings settings, IScoreHistory history, TimeProvider clock)
    {
        Settings = settings;
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddSingleton(settings);
        services.AddSingleton(history);
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddFinRiskRedis(settings);
        _services = services.BuildServiceProvider();
    }

    public LogRecorder Log { get; } = new();

    public FinRiskSettings Settings { get; }

    public RedisLink Link => Service<RedisLink>();

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IEnumerable<string?> LoggedEvents => Log.Events.Select(logged => logged.Name);

    /// <summary>
    /// Starts a replica; connected where <paramref name="server"/> answers. It waits for a command until Redis answers, as long
    /// as that takes on the machine, unless <paramref name="clock"/> is given.
    /// </summary>
    public static Task<Replica> StartAsync(
        RedisServer server, bool connected = true, IScoreHistory? history = null, TimeProvider? clock = null) =>
        StartAsync(server.ConnectionString, connected, history, clock);

    /// <inheritdoc cref="StartAsync(RedisServer, bool, IScoreHistory, TimeProvider)"/>
    public static async Task<Replica> StartAsync(
        string connection, bool connected = true, IScoreHistory? history = null, TimeProvider? clock = null)
    {
        var replica = new Replica(
            new FinRiskSettings { Redis = new RedisSettings(connection) },
            history ?? new EmptyHistory(),
            clock ?? new PatientClock());
        foreach (var service in replica._services.GetServices<IHostedService>())
            await service.StartAsync(default);
        if (connected)
            await replica.UsableAsync(true);
        return replica;
    }

    /// <summary>Waits until Redis is known to be well, or not to be.</summary>
    public Task UsableAsync(bool usable) =>
        Eventually.TrueAsync(() => Task.FromResult(Link.IsUsable == usable), usable ? "Redis is found" : "Redis is lost");

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StopAsync(default);
        await _services.DisposeAsync();
        Log.Dispose();
    }
}

/// <summary>
/// A clock under which <see cref="RedisLink.Timeout"/> never runs out before the Redis client's own, longer time-out. The first
/// command of a process compiles its code, which takes longer than the product waits for Redis on a slow machine; the product
/// then does without Redis, and a test of what Redis keeps would see nothing.
/// </summary>
internal sealed class PatientClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == RedisLink.Timeout ? TimeSpan.FromSeconds(20) : dueTime, period);
}

/// <summary>A history without scores.</summary>
internal sealed class EmptyHistory : IScoreHistory
{
    public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping) => new((StoredScore?)null);
}
