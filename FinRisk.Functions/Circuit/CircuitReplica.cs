using FinRisk.Functions.Durable;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Telemetry;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Circuit;

/// <summary>
/// This replica's copy of the circuit. A healthy circuit, and one whose break lasts, is read at most every 700 ms, mostly in the
/// background of a request. One in trouble is read at every use: an older copy would let calls through that the circuit no
/// longer admits, or hold calls back that it admits again.
/// </summary>
public sealed partial class CircuitReplica(
    DurableClients clients, ScoringMetrics metrics, TimeProvider clock, ILogger<CircuitReplica> log)
    : ICircuitView, ICircuitControl
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForceTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForcePollInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Copy? _copy;
    private CircuitSnapshot? _lastRead;
    private Task<Copy>? _reading;

    /// <inheritdoc/>
    public async ValueTask<CircuitSnapshot> ReadAsync(CancellationToken stopping)
    {
        if (Volatile.Read(ref _copy) is { } copy && (copy.Snapshot.IsHealthy || IsBreakActive(copy.Snapshot)))
        {
            var age = clock.GetElapsedTime(copy.ReadAt);
            if (age < KeepFor)
            {
                if (age > RenewAfter)
                    _ = RenewAsync();
                return copy.Snapshot;
            }
        }

        return (await RenewAsync().WaitAsync(stopping)).Snapshot;
    }

    /// <summary>The circuit as it is, for people; null where it cannot be read just now.</summary>
    public async ValueTask<CircuitSnapshot?> FindAsync(CancellationToken stopping)
    {
        var copy = Volatile.Read(ref _copy);
        if (copy is not { IsRead: true } || clock.GetElapsedTime(copy.ReadAt) >= KeepFor)
            copy = await RenewAsync().WaitAsync(stopping);
        return copy.IsRead ? copy.Snapshot : null;
    }

    private bool IsBreakActive(CircuitSnapshot circuit) =>
        circuit.State == CircuitState.Open && (circuit.IsHeldOpen || clock.GetUtcNow() < circuit.OpenUntil);

    /// <summary>Drops the copy, because the circuit itself has just been asked or has been given a report.</summary>
    public void Forget() => Volatile.Write(ref _copy, null);

    /// <summary>
    /// A client can only signal an entity, which is durable from then on; so it polls until the circuit shows the order.
    /// </summary>
    public async ValueTask<CircuitSnapshot?> ForceAsync(CircuitEvent.Force force, CancellationToken stopping)
    {
        await clients.CallAsync(
            async (client, stop) =>
            {
                await client.Entities.SignalEntityAsync(CircuitEntity.Id, nameof(CircuitEntity.Force), force, cancellation: stop);
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

    /// <summary>Closing a healthy circuit changes nothing, so nothing of it is kept.</summary>
    private static bool IsApplied(CircuitEvent.Force force, CircuitSnapshot circuit) =>
        circuit.Reported.Contains(force.Reference) || (force.State == CircuitState.Closed && circuit.IsHealthy);

    /// <summary>One read at a time; whoever comes meanwhile gets the same.</summary>
    private Task<Copy> RenewAsync()
    {
        lock (_gate)
        {
            return _reading is { IsCompleted: false } ? _reading : _reading = LoadAsync();
        }
    }

    private async Task<Copy> LoadAsync()
    {
        var readAt = clock.GetTimestamp();
        var read = await FetchAsync();
        var copy = new Copy(read ?? FailOpen(), readAt, read is not null);
        _lastRead = read ?? _lastRead;
        Volatile.Write(ref _copy, copy);
        metrics.CircuitSeen((int)copy.Snapshot.State);
        return copy;
    }

    /// <summary>
    /// Fails open: a breaker that cannot be read must not be an outage of its own. Under the last generation that was known, so
    /// that what these calls report counts where that still lasts. Only what an operator holds open stays open.
    /// </summary>
    private CircuitSnapshot FailOpen() => _lastRead is { IsHeldOpen: true } held
        ? held
        : (_lastRead ?? CircuitSnapshot.Initial) with { State = CircuitState.Closed, ConsecutiveFailures = 0 };

    private async Task<CircuitSnapshot?> FetchAsync()
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, clock);
        try
        {
            var entities = clients.Current.Entities;
            var entity = await entities.GetEntityAsync<CircuitSnapshot>(CircuitEntity.Id, includeState: true, timeout.Token);
            return entity?.State ?? CircuitSnapshot.Initial;
        }
        catch (Exception fault) when (fault is RpcException or OperationCanceledException or InvalidOperationException)
        {
            Log.Unreadable(log, fault.GetType().Name);
            return null;
        }
    }

    private sealed record Copy(CircuitSnapshot Snapshot, long ReadAt, bool IsRead);

    private static partial class Log
    {
        [LoggerMessage(
            3201,
            LogLevel.Error,
            "circuit_unreadable: {fault}; calls pass as if it were closed, unless an operator held it open",
            EventName = "circuit_unreadable")]
        public static partial void Unreadable(ILogger log, string fault);
    }
}
