using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinRisk.Redis;

/// <summary>
/// The connection to Redis, through which all commands are sent. A command waits at most <see cref="Timeout"/>. After a failure
/// no commands are sent until a probe in the background succeeds. A time-out alone is no failure, because the process may be the
/// slow one: a probe is sent at once, and its time-out is. An outage is logged once when it begins and once when it ends.
/// </summary>
internal sealed partial class RedisLink(ConfigurationOptions options, TimeProvider clock, ILogger<RedisLink> log)
    : BackgroundService
{
    /// <summary>
    /// The maximum time that a command waits for Redis. Redis usually responds within a millisecond; the limit is longer than the
    /// pauses of a container whose processor quota is used up.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>The time between two probes while Redis is unusable.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The maximum time that the first probe waits. The first command of a process compiles its code, which takes longer than
    /// <see cref="Timeout"/> on a slow machine. A Redis must not be reported as lost for that.
    /// </summary>
    private static readonly TimeSpan FirstProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A probe does what the commands do: a script that writes. A Redis server that is out of memory, is read-only or lets this
    /// user run no scripts responds to a ping. The key expires at once.
    /// </summary>
    private const string ProbeScript = "return redis.call('SET', KEYS[1], '1', 'PX', 1)";

    private static readonly RedisKey[] ProbeKeys = ["finrisk:probe"];

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _connection;
    private volatile IDatabase? _usable;
    private bool _isFirstProbe = true;
    private bool _isLossLogged;
    private bool _isReturnLogged;
    private TaskCompletionSource _probeNeeded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raised in the background whenever a probe has succeeded. Handlers must not throw.</summary>
    public event EventHandler? ProbeSucceeded;

    /// <summary>True if commands are sent.</summary>
    public bool IsUsable => _usable is not null;

    /// <summary>Sends a command; <c>Ok</c> is false if Redis cannot be used now. Never throws.</summary>
    public async ValueTask<(bool Ok, T? Result)> TryAsync<T, TArg>(Func<IDatabase, TArg, Task<T>> command, TArg arg)
    {
        if (_usable is not { } database)
            return default;
        try
        {
            return (true, await command(database, arg).WaitAsync(Timeout, clock));
        }
        catch (TimeoutException)
        {
            RequestProbe();
            return default;
        }
#pragma warning disable CA1031 // A lost connection causes exceptions of many types, even cancellation. Callers get none of them.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            MarkLost(exception);
            return default;
        }
    }

    /// <summary>
    /// Returns the connection, for libraries that need it. An existing connection reconnects automatically; if it could not be
    /// created, the next call tries again.
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
            await _probeNeeded.Task.WaitAsync(stoppingToken);

            // A pause after a loss too, so that a Redis that fails commands but not probes is not probed in a tight loop.
            if (!IsUsable)
                await Task.Delay(ProbeInterval, clock, stoppingToken);
        }
    }

    private async Task<bool> ProbeAsync()
    {
        try
        {
            var database = (await ConnectAsync()).GetDatabase();

            // With the time-out of the other commands, because a server that is too slow for them is unusable.
            var timeout = _isFirstProbe ? FirstProbeTimeout : Timeout;
            _isFirstProbe = false;
            await database.ScriptEvaluateAsync(ProbeScript, ProbeKeys).WaitAsync(timeout, clock);
            MarkUsable(database);
        }
#pragma warning disable CA1031 // As in TryAsync; an exception from here would end this service and with it the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            MarkLost(exception);
            return false;
        }

        ProbeSucceeded?.Invoke(this, EventArgs.Empty);
        return true;
    }

    private void RequestProbe()
    {
        lock (_gate)
            _probeNeeded.TrySetResult();
    }

    /// <summary>Stops sending commands, and starts probing, until a probe succeeds.</summary>
    private void MarkLost(Exception exception)
    {
        lock (_gate)
        {
            _usable = null;
            if (!_isLossLogged)
                Log.Lost(log, Describe(exception));
            (_isLossLogged, _isReturnLogged) = (true, false);
            _probeNeeded.TrySetResult();
        }
    }

    private void MarkUsable(IDatabase database)
    {
        lock (_gate)
        {
            _probeNeeded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _usable = database;
            if (!_isReturnLogged)
                Log.Found(log);
            (_isLossLogged, _isReturnLogged) = (false, true);
        }
    }

    /// <summary>
    /// The type of an exception; for an error of the server also its first word (OOM, NOAUTH, READONLY). The rest of the message
    /// may contain Redis keys.
    /// </summary>
    private static string Describe(Exception exception) =>
        exception is RedisServerException
            ? $"{exception.GetType().Name} {exception.Message.Split(' ', 2)[0]}"
            : exception.GetType().Name;

    private static partial class Log
    {
        [LoggerMessage(
            7101,
            LogLevel.Warning,
            "redis_lost: {error}; limits count per replica and the score history answers alone until it is back",
            EventName = "redis_lost")]
        public static partial void Lost(ILogger log, string error);

        [LoggerMessage(
            7102,
            LogLevel.Information,
            "redis_found: replicas share their limits and the score cache",
            EventName = "redis_found")]
        public static partial void Found(ILogger log);
    }
}
