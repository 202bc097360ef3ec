using System.Diagnostics;
using System.Text.Json;
using FinRisk.Local.Tests.Harness;
using FinRisk.Local.Tests.Hosting;
using FinRisk.Local.Tests.Telemetry.Receivers;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>What Application Insights gets, in the fields that alerts, workbook and runbook ask for.</summary>
[Collection(HostGroup.Name)]
public sealed class ApplicationInsightsTests
{
    private static readonly string[] Quick =
    [
        "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_BLRP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=200",
        "--Retry:FirstDelay=00:00:00.010", "--Retry:MaxDelay=00:00:00.010",
    ];

    private readonly string _traceId = ActivityTraceId.CreateRandom().ToString();

    [Fact]
    public async Task A_validation_with_retries_is_one_tree_with_its_metrics_and_events()
    {
        await using var ingestion = await IngestionReceiver.StartAsync();
        TracedValidation validation;
        await using (var host = await RunningHost.StartAsync(
            [.. Quick, "--APPLICATIONINSIGHTS_CONNECTION_STRING=" + ingestion.ConnectionString]))
            validation = await TracedValidation.RunAsync(host, _traceId, vendorFaults: 2);

        // Metrics go once a minute, and with everything else when the host ends.
        await Patience.UntilAsync(
            () => Mine(ingestion, "RequestData").Any(one => Text(one.Data, "name") == "POST /validate")
                && Metrics(ingestion).ContainsKey("finrisk.provider.failures")
                && Mine(ingestion, "MessageData").Any(one => Property(one.Data, "EventName") == "validation_completed"),
            () =>
                string.Join(
                    ", ", Metrics(ingestion).Keys.Concat(Mine(ingestion, "RequestData").Select(one => Text(one.Data, "name")))));

        var request = Mine(ingestion, "RequestData").Single(one => Text(one.Data, "name") == "POST /validate");
        Assert.Equal(TracedValidation.CallersSpan, Tag(request.Envelope, "ai.operation.parentId"));
        Assert.Equal("200", Text(request.Data, "responseCode"));
        var run = Dependency(ingestion, "validation").Single();
        Assert.Equal(Text(request.Data, "id"), Tag(run.Envelope, "ai.operation.parentId"));
        var attempts = Dependency(ingestion, "provider.attempt");
        Assert.Equal(3, attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal(Text(run.Data, "id"), Tag(attempt.Envelope, "ai.operation.parentId")));
        var calls = Dependency(ingestion, "POST /v1/score");
        Assert.Equal(attempts.Select(attempt => Text(attempt.Data, "id")), calls.Select(
            call => Tag(call.Envelope, "ai.operation.parentId")));
        Assert.Equal(["500", "500", "200"], calls.Select(call => Text(call.Data, "resultCode")));
        Assert.All(calls, call => Assert.StartsWith("127.0.0.1:", Text(call.Data, "target"), StringComparison.Ordinal));
        Assert.All(calls, call => Assert.EndsWith("/v1/score", Text(call.Data, "data"), StringComparison.Ordinal));
        Assert.Equal(
            calls.Select(call => Text(call.Data, "id")), validation.VendorTraceParents.Select(sent => sent.Split('-')[2]));

        Assert.Subset(
            Metrics(ingestion).Keys.ToHashSet(),
            new HashSet<string>
            {
                "finrisk.validations", "finrisk.validation.duration",
                "finrisk.provider.duration", "finrisk.provider.failures", "finrisk.circuit.state",
            });
        var completed = Mine(ingestion, "MessageData")
            .Single(one => Property(one.Data, "EventName") == "validation_completed").Data;
        Assert.Equal((validation.ValidationId, validation.CorrelationId), (
            Property(completed, "validationId"), Property(completed, "correlationId")));
        Assert.True(double.TryParse(Property(completed, "durationMs"), out _));
    }

    /// <summary>The library's own default keeps five traces a second, and the log lines of no other.</summary>
    [Fact]
    public async Task No_trace_and_no_event_is_dropped_by_a_rate()
    {
        await using var ingestion = await IngestionReceiver.StartAsync();
        await using var host = await RunningHost.StartAsync(
            [.. Quick, "--RateLimit:Permits=0", "--APPLICATIONINSIGHTS_CONNECTION_STRING=" + ingestion.ConnectionString]);
        var traces = Enumerable.Range(0, 60).Select(_ => ActivityTraceId.CreateRandom().ToString()).ToList();
        foreach (var trace in traces)
            await TracedValidation.RunAsync(host, trace, vendorFaults: 0, sampled: true);
        var ids = traces.ToHashSet();
        int Seen(string kind) =>
            ingestion.OfKind(kind).Select(one => Tag(one.Envelope, "ai.operation.id")).Distinct().Count(id => ids.Contains(id!));
        await Patience.UntilAsync(
            () => Seen("RequestData") == traces.Count && Seen("MessageData") == traces.Count,
            () => $"{Seen("RequestData")}, {Seen("MessageData")}");
    }

    [Fact]
    public async Task An_endpoint_that_never_answers_holds_up_nobody()
    {
        await using var hanging = await Receiver.StartHangingAsync();
        var connection = $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={hanging.Address}/";
        await using var host = await RunningHost.StartAsync(
            [.. Quick, "--RateLimit:Permits=0", "--APPLICATIONINSIGHTS_CONNECTION_STRING=" + connection]);
        for (var call = 0; call < 50; call++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await TracedValidation.RunAsync(host, _traceId, vendorFaults: 0)).Status);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(9), "A request waited for the exporter.");
        }

        await Patience.UntilAsync(() => hanging.Requests > 0);
    }

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private static string? Tag(JsonElement envelope, string name) =>
        envelope.GetProperty("tags").TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Property(JsonElement data, string name) =>
        data.TryGetProperty("properties", out var all) && all.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Dictionary<string, JsonElement> Metrics(IngestionReceiver ingestion)
    {
        var found = new Dictionary<string, JsonElement>();
        foreach (var metric in ingestion.OfKind("MetricData").SelectMany(one => one.Data.GetProperty("metrics").EnumerateArray()))
            found[metric.GetProperty("name").GetString()!] = metric;
        return found;
    }

    private List<(JsonElement Envelope, JsonElement Data)> Mine(IngestionReceiver ingestion, string kind) =>
        [.. ingestion.OfKind(kind).Where(one => Tag(one.Envelope, "ai.operation.id") == _traceId)];

    private List<(JsonElement Envelope, JsonElement Data)> Dependency(IngestionReceiver ingestion, string name) =>
        [.. Mine(ingestion, "RemoteDependencyData").Where(one => Text(one.Data, "name") == name)];
}
