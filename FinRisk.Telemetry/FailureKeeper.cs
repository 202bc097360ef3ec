using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace FinRisk.Telemetry;

/// <summary>
/// Exports failures that were not sampled: a span that ends in an error, and every span of its trace that ends after it. Those
/// are all the spans around it, since a span ends before the one it lies within, so a kept failure is a whole path up to the
/// request.
/// </summary>
internal sealed class FailureKeeper : BaseProcessor<Activity>
{
    /// <summary>How many failed traces are remembered: many more than are ever under way at once in one process.</summary>
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<ActivityTraceId, bool> _failed = new();
    private readonly ConcurrentQueue<ActivityTraceId> _order = new();

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Recorded)
            return;
        if (data.Status == ActivityStatusCode.Error)
            Remember(data.TraceId);
        else if (!_failed.ContainsKey(data.TraceId))
            return;
        data.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
    }

    private void Remember(ActivityTraceId trace)
    {
        if (!_failed.TryAdd(trace, true))
            return;
        _order.Enqueue(trace);
        if (_order.Count > Capacity && _order.TryDequeue(out var oldest))
            _failed.TryRemove(oldest, out _);
    }
}
