using System.Collections.Concurrent;
using System.Diagnostics;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Scoring.Tests.Telemetry;

/// <summary>Listens to the spans of one trace, as an exporter would; other tests make spans at the same time.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public SpanRecorder(string traceId)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FinRiskActivity.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
                span.TraceId.ToString() == traceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId.ToString() == traceId)
                    _ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans, in the order in which they ended.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    public void Dispose() => _listener.Dispose();
}
