using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FinRisk.Scoring.Telemetry;

/// <summary>The metrics of contract section 8. No tag ever holds a caller's or an applicant's data.</summary>
public sealed class ScoringMetrics
{
    /// <summary>The name of the meter; exporters subscribe to it.</summary>
    public const string MeterName = "FinRisk";

    /// <summary>
    /// Buckets from a few milliseconds up to the longest validation: three attempts that time out, and the waits between.
    /// </summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120],
    };

    private readonly Counter<long> _validations;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _vendorDuration;
    private readonly Counter<long> _vendorFailures;
    private readonly Counter<long> _refusals;
    private int _circuit;

    /// <summary>Creates the instruments.</summary>
    public ScoringMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _validations = meter.CreateCounter<long>("finrisk.validations", "{validation}", "Finished validations by outcome.");
        _duration = meter.CreateHistogram<double>(
            "finrisk.validation.duration", "s", "From acceptance to the end.", advice: Seconds);
        _vendorDuration = meter.CreateHistogram<double>(
            "finrisk.riskshield.duration", "s", "One call to the vendor.", advice: Seconds);
        _vendorFailures = meter.CreateCounter<long>(
            "finrisk.riskshield.failures", "{call}", "Calls to the vendor without a score, by kind.");
        _refusals = meter.CreateCounter<long>("finrisk.requests.refused", "{request}", "Refused requests by problem code.");
        meter.CreateObservableGauge("finrisk.circuit.state", () => _circuit, null, "0 closed, 1 open, 2 half-open.");
    }

    /// <summary>
    /// One call to the vendor ended. Calls to the candidate path are tagged <c>path=candidate</c>, for comparison.
    /// </summary>
    public void VendorCalled(string status, bool isScored, TimeSpan elapsed, bool candidate)
    {
        TagList kind = [new("status", status)];
        if (candidate)
            kind.Add("path", "candidate");
        _vendorDuration.Record(elapsed.TotalSeconds, kind);
        if (!isScored)
            _vendorFailures.Add(1, kind);
    }

    /// <summary>One validation ended.</summary>
    public void ValidationEnded(string outcome, TimeSpan elapsed)
    {
        var how = new KeyValuePair<string, object?>("outcome", outcome);
        _validations.Add(1, how);
        _duration.Record(elapsed.TotalSeconds, how);
    }

    /// <summary>One request was refused.</summary>
    public void RequestRefused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    /// <summary>The circuit was seen in a state: 0 closed, 1 open, 2 half-open.</summary>
    public void CircuitSeen(int state) => _circuit = state;
}
