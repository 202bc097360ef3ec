using System.Diagnostics.Metrics;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests.Telemetry;

/// <summary>The metrics of one <see cref="ScoringMetrics"/>, and what they measured.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();

    public MetricRecorder()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other tests have meters of the same name; only this one's factory counts here.
            if (instrument.Meter.Name != ScoringMetrics.MeterName || instrument.Meter.Scope != meters)
                return;
            Instruments.Add((instrument.Name, instrument.Unit));
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measure(instrument.Name, value, tags));
        _listener.Start();
        Metrics = new ScoringMetrics(meters);
    }

    /// <summary>What is recorded.</summary>
    public ScoringMetrics Metrics { get; }

    /// <summary>Names and units.</summary>
    public List<(string Name, string? Unit)> Instruments { get; } = [];

    /// <summary>Measurements, in their order; tags as <c>name=value</c>, separated by commas.</summary>
    public List<(string Name, double Value, string Tags)> Measured { get; } = [];

    /// <summary>Asks the instruments that are only measured when asked.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private void Measure(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Measured.Add((name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
