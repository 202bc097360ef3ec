using System.Collections.Concurrent;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Spreads the calls of the validations that waited out an outage, so that a provider that has just recovered does not get all of
/// them at once. The rate starts at 5 calls per second when the circuit closes, doubles every 5 s, and stays within
/// <c>MaxCallsPerSecond</c>. The validation that was accepted first calls first. At most 16 calls wait here, because each of them
/// occupies an activity; the others are told how long to wait before they try again. There is one gate per provider and process.
/// </summary>
/// <param name="maxCallsPerSecond">The provider's setting <c>MaxCallsPerSecond</c>; null: no limit.</param>
/// <param name="clock">The clock.</param>
public sealed class BacklogGate(int? maxCallsPerSecond, TimeProvider clock)
{
    /// <summary>The rate directly after the circuit has closed, in calls per second.</summary>
    public const double InitialRate = 5;

    /// <summary>The maximum number of calls that wait at the gate at once.</summary>
    public const int MaxWaiting = 16;

    /// <summary>The time in which the rate doubles after the circuit has closed.</summary>
    public static readonly TimeSpan DoublingTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SortedSet<Waiter> _waiting = new(Comparer<Waiter>.Create(
        (left, right) => (left.AcceptedAt, left.Number).CompareTo((right.AcceptedAt, right.Number))));

    private long _nextNumber;
    private DateTimeOffset _closedAt;
    private bool _isReleasing;

    /// <summary>Returns the rate at a time after the circuit has closed, in calls per second.</summary>
    public static double RateAfter(TimeSpan sinceClosed, int? maxCallsPerSecond) => Math.Min(
        maxCallsPerSecond ?? double.MaxValue, InitialRate * Math.Pow(2, Math.Max(0, sinceClosed / DoublingTime)));

    /// <summary>
    /// Waits for the turn of one call. Returns null if the call may be made now; otherwise the time to wait before the next try,
    /// because older validations occupy all places at the gate.
    /// </summary>
    /// <param name="acceptedAt">The time at which the validation was accepted.</param>
    /// <param name="closedAt">The time at which the circuit closed; null if it has never been open.</param>
    /// <param name="stopping">Cancels the wait, because the host is stopping.</param>
    public async ValueTask<TimeSpan?> WaitAsync(DateTimeOffset acceptedAt, DateTimeOffset? closedAt, CancellationToken stopping)
    {
        Waiter waiter;
        lock (_gate)
        {
            _closedAt = closedAt ?? DateTimeOffset.MinValue;
            waiter = new Waiter(acceptedAt, _nextNumber++);
            _waiting.Add(waiter);
            if (_waiting.Count > MaxWaiting)
            {
                var newest = _waiting.Max!;
                _waiting.Remove(newest);

                // The time in which the calls that wait now are released.
                newest.Result.TrySetResult(TimeSpan.FromSeconds(Math.Max(1, MaxWaiting / Rate())));
            }

            if (!_isReleasing)
            {
                _isReleasing = true;
                _ = ReleaseAsync();
            }
        }

        // A cancelled call keeps its place until its turn, which then passes unused. Only a stopping host cancels calls.
        await using var stop = stopping.Register(() => waiter.Result.TrySetCanceled(stopping));
        return await waiter.Result.Task;
    }

    /// <summary>Releases the waiting calls one by one at the current rate, until none waits.</summary>
    private async Task ReleaseAsync()
    {
        while (true)
        {
            TimeSpan untilNext;
            lock (_gate)
            {
                if (_waiting.Min is not { } oldest)
                {
                    _isReleasing = false;
                    return;
                }

                _waiting.Remove(oldest);
                oldest.Result.TrySetResult(null);
                untilNext = TimeSpan.FromSeconds(1 / Rate());
            }

            // Also after the last one: whoever comes meanwhile waits for the rest of this time.
            await Task.Delay(untilNext, clock);
        }
    }

    private double Rate() => RateAfter(clock.GetUtcNow() - _closedAt, maxCallsPerSecond);

    private sealed record Waiter(DateTimeOffset AcceptedAt, long Number)
    {
        public TaskCompletionSource<TimeSpan?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The backlog gates of this process, one for each provider.</summary>
internal sealed class BacklogGates(RiskShieldSettings riskShield, BackupSettings? backup, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, BacklogGate> _gates = new(StringComparer.Ordinal);

    /// <summary>Returns the gate of a provider, by the provider's name.</summary>
    public BacklogGate this[string provider] => _gates.GetOrAdd(provider, name => new BacklogGate(
        name == backup?.Name ? backup.MaxCallsPerSecond : riskShield.MaxCallsPerSecond, clock));
}
