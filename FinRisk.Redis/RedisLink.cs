using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinRisk.Redis;

/// <summary>
/// The only way to Redis. A command waits at most <see cref="Timeout"/>; after the first failure none is sent until a probe in
/// the background succeeds. An outage is one warning, its end one line.
/// </summary>
internal sealed partial class RedisLink(ConfigurationOptions options, TimeProvider clock, ILogger<RedisLink> log)
    : BackgroundService
{
    /// <summary>
    /// How long a request waits for Redis, which answers in well under a millisecond; longer than a container that has used up
    /// its share of the processor stands still.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>How often Redis is probed while it is unusable.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private const string ProbeKey = "finrisk:probe";

    private static readonly TimeSpan ProbeLifetime = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _connection;
    private volatile IDatabase? _usable;
    private long _answeredAt;
    private bool _isLossLogged;
    private bool _isReturnLogged;
    private TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the last command or probe succeeded.</summary>
    public bool IsUsable => _usable is not null;

    /// <summary>Sends a command; false where Redis cannot be used now. Throws nothing.</summary>
    public async ValueTask<(bool Ok, T? Result)> TryAsync<T, TArg>(Func<IDatabase, TArg, Task<T>> command, TArg arg)
    {
        if (_usable is not { } database)
            return default;
        try
        {
            var result = await command(database, arg).WaitAsync(Timeout, clock);
            Volatile.Write(ref _answeredAt, clock.GetTimestamp());
            return (true, result);
        }
        catch (TimeoutException) when (clock.GetElapsedTime(Volatile.Read(ref _answeredAt)) < Timeout)
        {
            // Others are being answered: it is this process that is slow, not Redis that is away.
            return default;
        }
#pragma warning disable CA1031 // A lost connection surfaces as a dozen types, cancellation among them. None may reach a caller.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            MarkLost(fault);
            return default;
        }
    }

    /// <summary>
    /// The connection, for libraries that insist on one. It reconnects by itself; one that could not even be made is tried again
    /// by the next caller.
    /// </summary>
    public async Task<IConnectionMultiplexer> ConnectAsync()
    {
        await _connecting.WaitAsync();
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(options);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _connection?.Dispose();
        _connecting.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            while (!await ProbeAsync())
                await Task.Delay(ProbeInterval, clock, stoppingToken);
            await _lost.Task.WaitAsync(stoppingToken);
            await Task.Delay(ProbeInterval, clock, stoppingToken);
        }
    }

    private async Task<bool> ProbeAsync()
    {
        try
        {
            var database = (await ConnectAsync()).GetDatabase();

            // A write, because a Redis without memory or a replica of one answers a ping and refuses what is needed of it; under
            // the same time-out as every command, because one that answers too late for them is unusable.
            await database.StringSetAsync(ProbeKey, true, ProbeLifetime).WaitAsync(Timeout, clock);
            MarkUsable(database);
            return true;
        }
#pragma warning disable CA1031 // As above; thrown on, it would end this service and with it the host.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            MarkLost(fault);
            return false;
        }
    }

    /// <summary>From now on nobody waits for Redis.</summary>
    private void MarkLost(Exception fault)
    {
        lock (_gate)
        {
            _usable = null;
            if (!_isLossLogged)
                Log.Lost(log, Describe(fault));
            (_isLossLogged, _isReturnLogged) = (true, false);
            _lost.TrySetResult();
        }
    }

    private void MarkUsable(IDatabase database)
    {
        lock (_gate)
        {
            _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _usable = database;
            if (!_isReturnLogged)
                Log.Found(log);
            (_isLossLogged, _isReturnLogged) = (false, true);
        }
    }

    /// <summary>
    /// The type of a fault, and of a server's refusal its first word (OOM, NOAUTH, READONLY): the rest may quote keys.
    /// </summary>
    private static string Describe(Exception fault) =>
        fault is RedisServerException ? $"{fault.GetType().Name} {fault.Message.Split(' ', 2)[0]}" : fault.GetType().Name;

    private static partial class Log
    {
        [LoggerMessage(
            7101,
            LogLevel.Warning,
            "redis_lost: {fault}; limits count per replica and the score history answers alone until it is back",
            EventName = "redis_lost")]
        public static partial void Lost(ILogger log, string fault);

        [LoggerMessage(
            7102,
            LogLevel.Information,
            "redis_found: replicas share their limits and the score cache",
            EventName = "redis_found")]
        public static partial void Found(ILogger log);
    }
}
