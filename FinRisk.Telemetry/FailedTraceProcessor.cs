using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace FinRisk.Telemetry;

/// <summary>
/// Exports spans of failures that were not sampled: a span that ends with an error, and every span of the same trace that ends
/// later. A span ends before its parent, so these include all its ancestors up to the request.
/// </summary>
internal sealed class FailedTraceProcessor : BaseProcessor<Activity>
{
    /// <summary>
    /// The maximum number of failed traces that are remembered, many more than one process has in progress at a time.
    /// </summary>
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
