using System.Diagnostics.Metrics;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests.Telemetry;

/// <summary>Contract 8: the metrics by name and unit, and what they count.</summary>
public sealed class ScoringMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, string? Unit)> _instruments = [];
    private readonly List<(string Name, double Value, string Tags)> _measured = [];
    private readonly ScoringMetrics _metrics;

    public ScoringMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other tests have meters of the same name; only this one's factory counts here.
            if (instrument.Meter.Name != ScoringMetrics.MeterName || instrument.Meter.Scope != meters)
                return;
            _instruments.Add((instrument.Name, instrument.Unit));
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measure(instrument.Name, value, tags));
        _listener.Start();
        _metrics = new ScoringMetrics(meters);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void The_instruments_are_the_contracts() => Assert.Equal(
        [
            ("finrisk.validations", "{validation}"), ("finrisk.validation.duration", "s"), ("finrisk.provider.duration", "s"),
            ("finrisk.provider.failures", "{call}"), ("finrisk.requests.refused", "{request}"),
            ("finrisk.circuit.state", null),
        ],
        _instruments);

    [Fact]
    public void A_call_with_a_score_is_timed_and_no_failure()
    {
        _metrics.VendorCalled("riskshield", "scored", isScored: true, TimeSpan.FromSeconds(1.5), usesCandidatePath: false);
        Assert.Equal([("finrisk.provider.duration", 1.5, "provider=riskshield,status=scored")], _measured);
    }

    [Fact]
    public void A_call_without_a_score_is_timed_and_counted_by_kind()
    {
        _metrics.VendorCalled("riskshield", "timed-out", isScored: false, TimeSpan.FromSeconds(10), usesCandidatePath: false);
        Assert.Equal([("finrisk.provider.duration", 10, "provider=riskshield,status=timed-out"),
            ("finrisk.provider.failures", 1, "provider=riskshield,status=timed-out")], _measured);
    }

    [Theory]
    [InlineData(null, null, "outcome=scored,provider=riskshield")]
    [InlineData(null, FailureCode.VendorTimeout, "outcome=degraded,provider=riskshield")]
    [InlineData(FailureCode.CircuitOpen, null, "outcome=circuit-open")]
    public void A_validation_is_counted_and_timed_by_its_outcome(FailureCode? failure, FailureCode? degradedBy, string expected)
    {
        var score = failure is null ? new StoredScore(Sample.Score, Sample.Start, Sample.Id) : null;
        _metrics.ValidationEnded(
            new ValidationOutcome(1, Sample.Start, score, degradedBy, failure).Name, score?.Provider, TimeSpan.FromSeconds(2));
        Assert.Equal([("finrisk.validations", 1, expected), ("finrisk.validation.duration", 2, expected)], _measured);
    }

    [Fact]
    public void A_refusal_is_counted_by_its_code()
    {
        _metrics.RequestRefused("validation-failed");
        Assert.Equal([("finrisk.requests.refused", 1, "code=validation-failed")], _measured);
    }

    [Theory]
    [InlineData(CircuitState.Closed, 0)]
    [InlineData(CircuitState.Open, 1)]
    [InlineData(CircuitState.HalfOpen, 2)]
    public void The_circuits_state_is_told_when_asked(CircuitState state, int expected)
    {
        _metrics.CircuitSeen("riskshield", (int)state);
        _metrics.CircuitSeen("scoretwo", 0);
        _listener.RecordObservableInstruments();
        Assert.Equal(
            [("finrisk.circuit.state", expected, "provider=riskshield"), ("finrisk.circuit.state", 0, "provider=scoretwo")],
            _measured.OrderBy(measured => measured.Tags, StringComparer.Ordinal));
    }

    private void Measure(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Add((name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
