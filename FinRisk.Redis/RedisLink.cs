using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinRisk.Redis;

/// <summary>
/// The one way to Redis. Whoever uses it waits at most <see cref="Patience"/>; after the first failure nobody waits at all until a
/// look in the background finds Redis well again. An outage is one warning, its end one line.
/// </summary>
internal sealed partial class RedisLink(ConfigurationOptions options, TimeProvider clock, ILogger<RedisLink> log) : BackgroundService
{
    /// <summary>
    /// How long a request waits for Redis, which answers in well under a millisecond; longer than a container that has used up its
    /// share of the processor stands still.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>How often Redis is looked at while it is broken.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Lazy<Task<ConnectionMultiplexer>> _redis = new(() => ConnectionMultiplexer.ConnectAsync(options));
    private volatile IDatabase? _usable;
    private long _answeredAt;
    private bool _lostTold;
    private bool _foundTold;
    private TaskCompletionSource _broke = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether Redis was well when it was last used or looked at.</summary>
    public bool IsUsable => _usable is not null;

    /// <summary>Asks Redis; false where it cannot be used now. Throws nothing that Redis causes.</summary>
    public async ValueTask<(bool Ok, T? Answer)> TryAsync<T, TArg>(Func<IDatabase, TArg, Task<T>> ask, TArg arg)
    {
        if (_usable is not { } database)
            return default;
        try
        {
            var answer = await ask(database, arg).WaitAsync(Patience, clock);
            Volatile.Write(ref _answeredAt, clock.GetTimestamp());
            return (true, answer);
        }
        catch (TimeoutException) when (clock.GetElapsedTime(Volatile.Read(ref _answeredAt)) < Patience)
        {
            // Others are being answered: it is this process that is slow, not Redis that is away.
            return default;
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            Broke(fault);
            return default;
        }
    }

    /// <summary>The connection, for libraries that insist on one.</summary>
    public async Task<IConnectionMultiplexer> ConnectAsync() => await _redis.Value;

    /// <summary>What Redis, or the way to it, can do wrong.</summary>
    public static bool IsOutage(Exception fault) => fault is RedisException or TimeoutException or ObjectDisposedException or RedisCommandException;

    /// <summary>Redis failed somebody: from now on nobody waits for it.</summary>
    public void Broke(Exception fault)
    {
        lock (_gate)
        {
            _usable = null;
            if (!_lostTold)
                Log.Lost(log, Describe(fault));
            (_lostTold, _foundTold) = (true, false);
            _broke.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        if (_redis is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            _redis.Value.Result.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            while (!await LookAsync())
                await Task.Delay(LookEvery, clock, stoppingToken);
            await _broke.Task.WaitAsync(stoppingToken);
            await Task.Delay(LookEvery, clock, stoppingToken);
        }
    }

    private async Task<bool> LookAsync()
    {
        try
        {
            var database = (await ConnectAsync()).GetDatabase();

            // Under the same patience as everybody: a Redis that answers too late for them is not well.
            await database.PingAsync().WaitAsync(Patience, clock);
            Mended(database);
            return true;
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            Broke(fault);
            return false;
        }
    }

    private void Mended(IDatabase database)
    {
        lock (_gate)
        {
            _broke = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _usable = database;
            if (!_foundTold)
                Log.Found(log);
            (_lostTold, _foundTold) = (false, true);
        }
    }

    /// <summary>The kind of a fault, and of a server's refusal its first word (OOM, NOAUTH, READONLY): the rest may quote keys.</summary>
    private static string Describe(Exception fault) =>
        fault is RedisServerException ? $"{fault.GetType().Name} {fault.Message.Split(' ', 2)[0]}" : fault.GetType().Name;

    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Warning, "redis_lost: {fault}; limits count per replica and the score history answers alone until it is back", EventName = "redis_lost")]
        public static partial void Lost(ILogger log, string fault);

        [LoggerMessage(7102, LogLevel.Information, "redis_found: replicas share their limits and the score cache", EventName = "redis_found")]
        public static partial void Found(ILogger log);
    }
}
