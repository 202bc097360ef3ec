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

    private Replica(FinRiskSettings settings, IScoreHistory history)
    {
        Settings = settings;
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
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

    /// <summary>Starts a replica; connected where <paramref name="server"/> answers.</summary>
    public static Task<Replica> StartAsync(
        RedisServer server, FinRiskSettings? settings = null, bool connected = true, IScoreHistory? history = null) =>
        StartAsync(server.ConnectionString, settings, connected, history);

    /// <inheritdoc cref="StartAsync(RedisServer, FinRiskSettings, bool, IScoreHistory)"/>
    public static async Task<Replica> StartAsync(
        string connection, FinRiskSettings? settings = null, bool connected = true, IScoreHistory? history = null)
    {
        var replica = new Replica(
            (settings ?? new FinRiskSettings()) with { Redis = new RedisSettings(connection) }, history ?? new EmptyHistory());
        foreach (var service in replica._services.GetServices<IHostedService>())
            await service.StartAsync(default);
        if (connected)
            await replica.UsableAsync(true);
        return replica;
    }

    /// <summary>Waits until Redis is known to be well, or not to be.</summary>
    public async Task UsableAsync(bool usable)
    {
        for (var i = 0; i < 1_000 && Link.IsUsable != usable; i++)
            await Task.Delay(20);
        Assert.Equal(usable, Link.IsUsable);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StopAsync(default);
        await _services.DisposeAsync();
        Log.Dispose();
    }
}

/// <summary>A history without scores.</summary>
internal sealed class EmptyHistory : IScoreHistory
{
    public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping) => new((StoredScore?)null);
}
