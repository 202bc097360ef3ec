using FinRisk.Functions.Durable;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Telemetry;
using Grpc.Core;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Circuit;

/// <summary>
/// The local copy, on one replica, of one provider's circuit (<see cref="CircuitEntity"/>). While the circuit is healthy or its
/// break lasts, the copy is used for up to 1 s, and a use after 700 ms refreshes it in the background. In every other state each
/// use reads the entity, because a stale copy would admit calls that the circuit no longer admits, or refuse calls that it
/// admits again.
/// </summary>
public sealed partial class CircuitCopy(
    string provider, DurableClientAccessor clients, ScoringMetrics metrics, TimeProvider clock, ILogger<CircuitCopy> log)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForceTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForcePollInterval = TimeSpan.FromMilliseconds(100);

    private readonly EntityInstanceId _id = CircuitEntity.IdFor(provider);
    private readonly Lock _gate = new();
    private CachedSnapshot? _cached;
    private CircuitSnapshot? _lastRead;
    private Task<CachedSnapshot>? _refresh;

    /// <inheritdoc cref="ICircuitView.ReadAsync"/>
    public async ValueTask<CircuitSnapshot> ReadAsync(CancellationToken stopping)
    {
        if (Volatile.Read(ref _cached) is { } cached && (cached.Snapshot.IsHealthy || IsBreakActive(cached.Snapshot)))
        {
            var age = clock.GetElapsedTime(cached.ReadAt);
            if (age < MaxAge)
            {
                if (age > RefreshAfter)
                    _ = RefreshAsync();
                return cached.Snapshot;
            }
        }

        return (await RefreshAsync().WaitAsync(stopping)).Snapshot;
    }

    /// <summary>The circuit as it was at most 1 s ago, for display; null if it cannot be read now.</summary>
    public async ValueTask<CircuitSnapshot?> FindAsync(CancellationToken stopping)
    {
        var cached = Volatile.Read(ref _cached);
        if (cached is not { IsRead: true } || clock.GetElapsedTime(cached.ReadAt) >= MaxAge)
            cached = await RefreshAsync().WaitAsync(stopping);
        return cached.IsRead ? cached.Snapshot : null;
    }

    private bool IsBreakActive(CircuitSnapshot circuit) =>
        circuit.State == CircuitState.Open && (circuit.IsHeldOpen || clock.GetUtcNow() < circuit.OpenUntil);

    /// <summary>Drops the cached snapshot, for use after an operation of the entity that may have changed the circuit.</summary>
    public void Forget() => Volatile.Write(ref _cached, null);

    /// <summary>
    /// Signals an operator's order to the entity and waits until the circuit shows the order. A Durable client can signal an
    /// entity but gets no result, so this method polls the circuit.
    /// </summary>
    /// <returns>
    /// The circuit after the order; null if the order was not visible within 5 s. The signal is durable, so the order may still
    /// take effect later.
    /// </returns>
    public async ValueTask<CircuitSnapshot?> ForceAsync(CircuitEvent.Force force, CancellationToken stopping)
    {
        await clients.CallAsync(
            async (client, stop) =>
            {
                await client.Entities.SignalEntityAsync(_id, nameof(CircuitEntity.Force), force, cancellation: stop);
                return true;
            },
            stopping);
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < ForceTimeout)
        {
            await Task.Delay(ForcePollInterval, clock, stopping);
            Forget();
            if (await FindAsync(stopping) is { } circuit && IsApplied(force, circuit))
                return circuit;
        }

        return null;
    }

    /// <summary>
    /// True if the circuit shows the order. The order to close a healthy circuit changes nothing and leaves no reference.
    /// </summary>
    private static bool IsApplied(CircuitEvent.Force force, CircuitSnapshot circuit) =>
        circuit.Reported.Contains(force.Reference) || (force.State == CircuitState.Closed && circuit.IsHealthy);

    /// <summary>Reads the entity. Concurrent callers share one read.</summary>
    private Task<CachedSnapshot> RefreshAsync()
    {
        lock (_gate)
        {
            return _refresh is { IsCompleted: false } ? _refresh : _refresh = LoadAsync();
        }
    }

    private async Task<CachedSnapshot> LoadAsync()
    {
        var readAt = clock.GetTimestamp();
        var read = await FetchAsync();
        var cached = new CachedSnapshot(read ?? CreateFailOpenSnapshot(), readAt, read is not null);
        _lastRead = read ?? _lastRead;
        Volatile.Write(ref _cached, cached);
        metrics.CircuitSeen(provider, (int)cached.Snapshot.State);
        return cached;
    }

    /// <summary>
    /// The snapshot used while the circuit cannot be read. It is closed, because an unreadable breaker must not block all calls,
    /// unless an operator last held the circuit open. It keeps the last known generation, so that the reports of the admitted
    /// calls count if that generation is still the current one.
    /// </summary>
    private CircuitSnapshot CreateFailOpenSnapshot() => _lastRead is { IsHeldOpen: true } held
        ? held
        : (_lastRead ?? CircuitSnapshot.Initial) with { State = CircuitState.Closed, ConsecutiveFailures = 0 };

    /// <summary>Reads the entity's state; null if it cannot be read within 2 s.</summary>
    private async Task<CircuitSnapshot?> FetchAsync()
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, clock);
        try
        {
            var entities = clients.Current.Entities;
            var entity = await entities.GetEntityAsync<CircuitSnapshot>(_id, includeState: true, timeout.Token);
            return entity?.State ?? CircuitSnapshot.Initial;
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or InvalidOperationException)
        {
            Log.Unreadable(log, provider, exception.GetType().Name);
            return null;
        }
    }

    /// <summary>
    /// The last snapshot, the timestamp of its read, and whether the read succeeded. A failed one is cached too, so that an
    /// unreadable circuit is not read at every call.
    /// </summary>
    private sealed record CachedSnapshot(CircuitSnapshot Snapshot, long ReadAt, bool IsRead);

    private static partial class Log
    {
        [LoggerMessage(
            3201,
            LogLevel.Error,
            "circuit_unreadable: {provider}, {error}; calls pass as if it were closed, unless an operator held it open",
            EventName = "circuit_unreadable")]
        public static partial void Unreadable(ILogger log, string provider, string error);
    }
}
