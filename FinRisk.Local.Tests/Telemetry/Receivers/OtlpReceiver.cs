using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Local.Tests.Telemetry.Receivers;

/// <summary>Takes traces, metrics and logs as OTLP over HTTP with protobuf (opentelemetry.io/docs/specs/otlp).</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int ErrorStatus = 2;

    private Receiver _receiver = null!;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public ConcurrentQueue<ReceivedLog> Logs { get; } = new();

    /// <summary>Units by the metrics' names.</summary>
    public ConcurrentDictionary<string, string> Metrics { get; } = new();

    public ConcurrentDictionary<string, string> Resource { get; } = new();

    public string Address => _receiver.Address;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var otlp = new OtlpReceiver();
        otlp._receiver = await Receiver.StartAsync(otlp.TakeAsync);
        return otlp;
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private Task TakeAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        foreach (var resource in new ProtoMessage(body).Messages(1))
        {
            foreach (var (name, value) in resource.Messages(1).Single().Attributes(1))
                Resource[name] = value;
            foreach (var one in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
                Take(http.Request.Path, one);
        }

        http.Response.ContentType = "application/x-protobuf";
        return Task.CompletedTask;
    }

    private void Take(string path, ProtoMessage one)
    {
        if (path == "/v1/traces")
        {
            Spans.Enqueue(new ReceivedSpan(
                one.Hex(1),
                one.Hex(2),
                one.Hex(4),
                one.Text(5),
                one.Messages(15).Any(status => status.Number(3) == ErrorStatus),
                one.Attributes(9)));
        }
        else if (path == "/v1/metrics")
        {
            Metrics[one.Text(1)] = one.Text(3);
        }
        else
        {
            Logs.Enqueue(
                new ReceivedLog(one.Text(12), one.Has(5) ? ProtoMessage.Value(one.Messages(5).Single()) : "", one.Attributes(6)));
        }
    }
}

/// <summary>One log record as a receiver got it.</summary>
internal sealed record ReceivedLog(string Event, string Body, IReadOnlyDictionary<string, string> Attributes);

/// <summary>One span as a receiver got it.</summary>
internal sealed record ReceivedSpan(
    string TraceId, string SpanId, string ParentId, string Name, bool IsError, IReadOnlyDictionary<string, string> Attributes);
