using System.Threading.RateLimiting;
using FinRisk.Scoring.Time;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Limits the calls to one provider: the number of concurrent calls of this process (<c>MaxConcurrentCalls</c>), and the number
/// of calls started per second (<c>MaxCallsPerSecond</c>), over all replicas if they share a Redis. Calls wait up to
/// <c>MaxQueueTime</c>; a call that would wait longer for a start time is rejected at once
/// (<see cref="AttemptStatus.NoPermit"/>). The wait counts neither against the attempt's time-out nor against the circuit.
/// </summary>
internal sealed class VendorPermits(
    ProviderSettings settings, TimeSpan probeWait, TimeProvider clock, ISharedCallRate? shared = null) : IDisposable
{
    /// <summary>
    /// The wait suggested to a call that got no concurrency permit: when one becomes free cannot be predicted.
    /// </summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _concurrency = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.MaxConcurrentCalls,
        QueueLimit = int.MaxValue, // The time in the queue is limited instead.
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly CallSlots? _slots = settings.MaxCallsPerSecond is { } perSecond ? new CallSlots(perSecond) : null;

    private readonly CallQuota _quota = new(
        $"{settings.Name}:{settings.BaseUrl.Authority}", settings.MaxCallsPerSecond ?? 0, settings.MaxQueueTime);

    /// <summary>
    /// The longest wait of a circuit's probe. It is short, because the probe must end before its lease
    /// (<c>Circuit:ProbeLease</c>) expires.
    /// </summary>
    private readonly TimeSpan _maxProbeWait = probeWait < settings.MaxQueueTime ? probeWait : settings.MaxQueueTime;

    /// <summary>
    /// Waits for a permit for one call. Disposing the lease releases the concurrency permit. A lease that is not acquired carries
    /// the suggested wait in <see cref="MetadataName.RetryAfter"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">The host is stopping.</exception>
    public ValueTask<RateLimitLease> AcquireAsync(bool isProbe, CancellationToken stopping)
    {
        var permit = _concurrency.AttemptAcquire();
        return permit.IsAcquired && _slots is null ? new(permit) : WaitAsync(permit, isProbe, stopping);
    }

    public void Dispose() => _concurrency.Dispose();

    private async ValueTask<RateLimitLease> WaitAsync(RateLimitLease permit, bool isProbe, CancellationToken stopping)
    {
        var startedAt = clock.GetTimestamp();
        var maxWait = isProbe ? _maxProbeWait : settings.MaxQueueTime;
        if (!permit.IsAcquired && await WaitForConcurrencyPermitAsync(maxWait, stopping) is var queued)
        {
            if (queued is null)
                return new RejectedLease(RetryInterval);
            permit = queued;
        }

        if (_slots is null)
            return permit;
        try
        {
            var slot = await ReserveStartAsync(maxWait - clock.GetElapsedTime(startedAt));
            if (slot.Granted)
            {
                if (slot.Wait > TimeSpan.Zero)
                    await Task.Delay(slot.Wait, clock, stopping);
                return permit;
            }

            permit.Dispose();
            return new RejectedLease(slot.Wait);
        }
        catch
        {
            permit.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a concurrency permit in the order of arrival; returns null if none became free in time.</summary>
    private async ValueTask<RateLimitLease?> WaitForConcurrencyPermitAsync(TimeSpan maxWait, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(maxWait, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            return await _concurrency.AcquireAsync(permitCount: 1, linked.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// Reserves a start time from the shared limit, or from this process's own limit if the former is unavailable.
    /// </summary>
    private async ValueTask<CallSlot> ReserveStartAsync(TimeSpan maxWait)
    {
        var wait = Moments.Longer(maxWait, TimeSpan.Zero);
        if (shared is null || await shared.ReserveAsync(_quota, wait) is not { } slot)
            return _slots!.Reserve(Now(), wait);

        // Counted locally too, so that this replica's own count is correct as soon as the shared limit becomes unavailable.
        if (slot.Granted)
            _slots!.AddReserved(Now() + slot.Wait.Ticks);
        return slot;
    }

    /// <summary>The time of the monotonic clock, which no change of the system clock moves.</summary>
    private long Now() => clock.GetElapsedTime(0).Ticks;

    /// <summary>The lease of a call that got no permit.</summary>
    private sealed class RejectedLease(TimeSpan retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
