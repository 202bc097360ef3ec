using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Local.Tests.Telemetry.Receivers;

/// <summary>Stands in for the ingestion endpoint of Application Insights: takes envelopes, one JSON object a line.</summary>
internal sealed class IngestionReceiver : IAsyncDisposable
{
    private Receiver _receiver = null!;

    /// <summary>Each envelope as it came.</summary>
    public ConcurrentQueue<JsonElement> Envelopes { get; } = new();

    public string ConnectionString =>
        $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={_receiver.Address}/;"
        + $"LiveEndpoint={_receiver.Address}/";

    public static async Task<IngestionReceiver> StartAsync()
    {
        var ingestion = new IngestionReceiver();
        ingestion._receiver = await Receiver.StartAsync(ingestion.TakeAsync);
        return ingestion;
    }

    /// <summary>
    /// The envelopes' data of one kind: <c>RequestData</c>, <c>RemoteDependencyData</c>, <c>MessageData</c>, <c>MetricData</c>.
    /// </summary>
    public IEnumerable<(JsonElement Envelope, JsonElement Data)> OfKind(string kind) =>
        from envelope in Envelopes
        let data = envelope.GetProperty("data")
        where data.GetProperty("baseType").GetString() == kind
        select (envelope, data.GetProperty("baseData"));

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private async Task TakeAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        await using var sent = new MemoryStream(body.ToArray());
        await using var plain = http.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(sent, CompressionMode.Decompress)
            : (Stream)sent;
        using var reader = new StreamReader(plain);
        var count = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
                continue;
            using var envelope = JsonDocument.Parse(line);
            Envelopes.Enqueue(envelope.RootElement.Clone());
            count++;
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"itemsReceived":{{count}},"itemsAccepted":{{count}},"errors":[]}""");
    }
}
