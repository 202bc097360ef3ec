using System.Threading.RateLimiting;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// Protects the vendor's quota: so many calls in flight from this process, and so many starting per second, over all replicas
/// where they have a common memory. A call that would wait too long is refused at once and not kept: its attempt ends as
/// throttled, by us, and neither its time-out nor the circuit knows of it.
/// </summary>
internal sealed class VendorPermits(
    RiskShieldSettings settings, TimeSpan probeWait, TimeProvider clock, ISharedCallRate? shared = null) : IDisposable
{
    /// <summary>The wait of a refused call where nothing knows when a place in flight becomes free.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _inFlight = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.MaxConcurrentCalls,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly CallSlots? _slots = settings.MaxCallsPerSecond is { } perSecond ? new CallSlots(perSecond) : null;

    /// <summary>
    /// The longest wait of the circuit's probe: it must end within its lease, so it may wait only for what that leaves.
    /// </summary>
    private readonly TimeSpan _probeWait = probeWait < settings.MaxQueueTime ? probeWait : settings.MaxQueueTime;

    /// <summary>
    /// Waits its turn for one call. The lease is the place among the calls in flight; one that is not acquired says with
    /// <see cref="MetadataName.RetryAfter"/> when to ask again.
    /// </summary>
    /// <exception cref="OperationCanceledException">The host is stopping.</exception>
    public ValueTask<RateLimitLease> AcquireAsync(bool isProbe, CancellationToken stopping)
    {
        var place = _inFlight.AttemptAcquire();
        return place.IsAcquired && _slots is null ? new(place) : WaitAsync(place, isProbe, stopping);
    }

    public void Dispose() => _inFlight.Dispose();

    private async ValueTask<RateLimitLease> WaitAsync(RateLimitLease place, bool isProbe, CancellationToken stopping)
    {
        var began = clock.GetTimestamp();
        var maxWait = isProbe ? _probeWait : settings.MaxQueueTime;
        if (!place.IsAcquired && await QueueAsync(maxWait, stopping) is var queued)
        {
            if (queued is null)
                return new Refusal(RetryInterval);
            place = queued;
        }

        if (_slots is null)
            return place;
        try
        {
            var slot = await ReserveAsync(maxWait - clock.GetElapsedTime(began));
            if (slot.Granted)
            {
                if (slot.Wait > TimeSpan.Zero)
                    await Task.Delay(slot.Wait, clock, stopping);
                return place;
            }

            place.Dispose();
            return new Refusal(slot.Wait);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>A place among the calls in flight, first come, first served; null where none became free in time.</summary>
    private async ValueTask<RateLimitLease?> QueueAsync(TimeSpan maxWait, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(maxWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            return await _inFlight.AcquireAsync(1, either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    private async ValueTask<CallSlot> ReserveAsync(TimeSpan maxWait)
    {
        var wait = maxWait > TimeSpan.Zero ? maxWait : TimeSpan.Zero;
        if (shared is null || await shared.ReserveAsync(settings.MaxCallsPerSecond!.Value, wait) is not { } slot)
            return _slots!.Reserve(Now(), wait);

        // Noted, so that this replica's own count is right from the first moment without the others.
        if (slot.Granted)
            _slots!.Note(Now() + slot.Wait.Ticks);
        return slot;
    }

    private long Now() => clock.GetElapsedTime(0).Ticks;

    /// <summary>The lease of a call that may not be made.</summary>
    private sealed class Refusal(TimeSpan retryAfter) : RateLimitLease
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
