using System.Diagnostics;
using FinRisk.Local.Tests.Harness;
using FinRisk.Local.Tests.Hosting;
using FinRisk.Local.Tests.Telemetry.Receivers;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>What an OTLP receiver gets, from the whole host over HTTP.</summary>
[Collection(HostGroup.Name)]
public sealed class OtlpTests
{
    private static readonly string[] Quick =
    [
        "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_BLRP_SCHEDULE_DELAY=100",
        "--OTEL_METRIC_EXPORT_INTERVAL=200", "--Retry:FirstDelay=00:00:00.010", "--Retry:MaxDelay=00:00:00.010",
    ];

    private readonly string _traceId = ActivityTraceId.CreateRandom().ToString();

    [Fact]
    public async Task A_validation_with_retries_is_one_tree_from_the_caller_to_the_vendor()
    {
        await using var otlp = await OtlpReceiver.StartAsync();
        await using var host = await RunningHost.StartAsync([.. Quick, "--OTEL_EXPORTER_OTLP_ENDPOINT=" + otlp.Address]);
        var validation = await TracedValidation.RunAsync(host, _traceId, vendorFaults: 2);
        Assert.Equal(200, validation.Status);

        var request = await SpanAsync(otlp, "POST /validate");
        Assert.Equal(TracedValidation.CallersSpan, request.ParentId);
        Assert.Equal((validation.ValidationId, validation.CorrelationId), Ids(request));
        Assert.Equal(("/validate", "/validate", "200"), (
            request.Attributes["http.route"], request.Attributes["url.path"], request.Attributes["http.response.status_code"]));
        var run = await SpanAsync(otlp, "validation");
        Assert.Equal((request.SpanId, "scored", "3"), (
            run.ParentId, run.Attributes["finrisk.outcome"], run.Attributes["finrisk.attempts"]));

        var attempts = Spans(otlp, "provider.attempt");
        Assert.Equal(
            ["server-error", "server-error", "scored"], attempts.Select(span => span.Attributes["finrisk.attempt.status"]));
        Assert.All(attempts, span => Assert.Equal(
            (run.SpanId, validation.ValidationId, validation.CorrelationId), (span.ParentId, Ids(span).Item1, Ids(span).Item2)));
        Assert.Equal([true, true, false], attempts.Select(span => span.IsError));

        var calls = Spans(otlp, "POST /v1/score");
        Assert.Equal(attempts.Select(span => span.SpanId), calls.Select(span => span.ParentId));
        Assert.Equal(["500", "500", "200"], calls.Select(span => span.Attributes["http.response.status_code"]));
        Assert.Equal(calls.Select(span => $"00-{_traceId}-{span.SpanId}-01"), validation.VendorTraceParents);
        Assert.Equal("finrisk", otlp.Resource["service.name"]);
    }

    [Fact]
    public async Task Metrics_have_the_contracts_names_and_units()
    {
        await using var otlp = await OtlpReceiver.StartAsync();
        await using var host = await RunningHost.StartAsync([.. Quick, "--OTEL_EXPORTER_OTLP_ENDPOINT=" + otlp.Address]);
        await TracedValidation.RunAsync(host, _traceId, vendorFaults: 1);

        var expected = new Dictionary<string, string>
        {
            ["finrisk.validations"] = "{validation}",
            ["finrisk.validation.duration"] = "s",
            ["finrisk.provider.duration"] = "s",
            ["finrisk.provider.failures"] = "{call}",
            ["finrisk.circuit.state"] = "",
            ["http.server.request.duration"] = "s",
        };
        await Patience.UntilAsync(() => expected.Keys.All(otlp.Metrics.ContainsKey));
        Assert.All(expected, metric => Assert.Equal(metric.Value, otlp.Metrics[metric.Key]));
    }

    [Fact]
    public async Task Every_log_record_of_a_validation_has_both_ids()
    {
        await using var otlp = await OtlpReceiver.StartAsync();
        await using var host = await RunningHost.StartAsync([.. Quick, "--OTEL_EXPORTER_OTLP_ENDPOINT=" + otlp.Address]);
        var validation = await TracedValidation.RunAsync(host, _traceId, vendorFaults: 3);
        Assert.Equal(502, validation.Status);

        await Patience.UntilAsync(() => otlp.Logs.Any(log => log.Event == "validation_failed"));
        var logs = otlp.Logs.Where(log => log.Attributes.GetValueOrDefault("correlationId") == validation.CorrelationId).ToList();
        Assert.Equal(
            [
                "provider_attempt_failed", "provider_attempt_failed", "provider_attempt_failed",
                "validation_accepted", "validation_failed",
            ],
            logs.Select(log => log.Event).Order());
        Assert.All(logs, log => Assert.Equal(validation.ValidationId, log.Attributes["validationId"]));
    }

    [Fact]
    public async Task Failures_are_kept_whatever_is_sampled()
    {
        await using var otlp = await OtlpReceiver.StartAsync();
        await using var host = await RunningHost.StartAsync(
            [.. Quick, "--OTEL_EXPORTER_OTLP_ENDPOINT=" + otlp.Address, "--OTEL_TRACES_SAMPLER=always_off"]);
        var scored = ActivityTraceId.CreateRandom().ToString();
        await TracedValidation.RunAsync(host, scored, vendorFaults: 0);
        await TracedValidation.RunAsync(host, _traceId, vendorFaults: 3);

        await SpanAsync(otlp, "POST /validate");
        Assert.Equal(
            [
                "POST /v1/score", "POST /v1/score", "POST /v1/score", "POST /validate",
                "provider.attempt", "provider.attempt", "provider.attempt", "validation",
            ],
            otlp.Spans.Where(span => span.TraceId == _traceId).Select(span => span.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(otlp.Spans, span => span.TraceId == scored);
    }

    [Fact]
    public async Task What_a_caller_types_into_a_path_is_exported_nowhere()
    {
        await using var otlp = await OtlpReceiver.StartAsync();
        await using var host = await RunningHost.StartAsync([.. Quick, "--OTEL_EXPORTER_OTLP_ENDPOINT=" + otlp.Address]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/validate/8001015009087?code=secret");
        request.Headers.Add("traceparent", $"00-{_traceId}-{TracedValidation.CallersSpan}-01");
        using var answer = await host.Http.SendAsync(request);

        await Patience.UntilAsync(() => otlp.Spans.Any(span => span.TraceId == _traceId));
        var span = otlp.Spans.Single(one => one.TraceId == _traceId);
        Assert.Equal("not-found", span.Attributes["finrisk.problem"]);
        Assert.DoesNotContain(
            span.Attributes.Values.Append(span.Name), value => value.Contains("8001015009087", StringComparison.Ordinal));
        Assert.DoesNotContain(span.Attributes.Values, value => value.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_nobody()
    {
        await using var hanging = await Receiver.StartHangingAsync();
        await using var host = await RunningHost.StartAsync(
            [
                .. Quick, "--OTEL_EXPORTER_OTLP_ENDPOINT=" + hanging.Address,
                "--OTEL_BSP_MAX_QUEUE_SIZE=16", "--OTEL_BSP_MAX_EXPORT_BATCH_SIZE=8",
                "--RateLimit:Permits=0",
            ]);

        // Many times more spans than the queue holds, while the exporter waits for its first answer (10 s).
        var started = Stopwatch.GetTimestamp();
        for (var call = 0; call < 50; call++)
            Assert.Equal(200, (await TracedValidation.RunAsync(host, _traceId, vendorFaults: 0)).Status);
        Assert.True(hanging.Requests > 0, "Nothing was exported, so nothing was shown.");
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(9), "Some request waited for the exporter.");
    }

    private static (string, string) Ids(ReceivedSpan span) =>
        (span.Attributes["finrisk.validation_id"], span.Attributes["finrisk.correlation_id"]);

    private List<ReceivedSpan> Spans(OtlpReceiver otlp, string name) =>
        [.. otlp.Spans.Where(span => span.TraceId == _traceId && span.Name == name)];

    private async Task<ReceivedSpan> SpanAsync(OtlpReceiver otlp, string name)
    {
        await Patience.UntilAsync(
            () => Spans(otlp, name).Count > 0, () => string.Join(", ", otlp.Spans.Select(span => span.Name).Distinct()));
        return Assert.Single(Spans(otlp, name));
    }
}
