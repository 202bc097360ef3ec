using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Telemetry;

/// <summary>The metrics of contract section 8. No tag contains data of a caller or an applicant.</summary>
public sealed class ScoringMetrics
{
    /// <summary>The name of the meter, to which exporters subscribe.</summary>
    public const string MeterName = "FinRisk";

    /// <summary>
    /// The histogram buckets: from a few milliseconds up to the longest validation, three attempts that time out and the delays
    /// between them.
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

    /// <summary>
    /// The last known state of each provider's circuit. RiskShield's is present from the start, so that a missing value means
    /// that no metrics arrive.
    /// </summary>
    private readonly ConcurrentDictionary<string, int> _circuits = new(StringComparer.Ordinal) { [ProviderName.RiskShield] = 0 };

    /// <summary>Creates the instruments.</summary>
    public ScoringMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _validations = meter.CreateCounter<long>("finrisk.validations", "{validation}", "Finished validations by outcome.");
        _duration = meter.CreateHistogram<double>(
            "finrisk.validation.duration", "s", "From acceptance to the end.", advice: Seconds);
        _vendorDuration = meter.CreateHistogram<double>(
            "finrisk.provider.duration", "s", "One call to a provider.", advice: Seconds);
        _vendorFailures = meter.CreateCounter<long>(
            "finrisk.provider.failures", "{call}", "Calls to a provider without a score, by kind.");
        _refusals = meter.CreateCounter<long>("finrisk.requests.refused", "{request}", "Refused requests by problem code.");
        meter.CreateObservableGauge(
            "finrisk.circuit.state", ReadCircuits, unit: null, "0 closed, 1 open, 2 half-open, by provider.");
    }

    /// <summary>
    /// Records a call to a provider. Calls to the candidate path are tagged <c>path=candidate</c>, for comparison.
    /// </summary>
    public void VendorCalled(string provider, string status, bool isScored, TimeSpan elapsed, bool usesCandidatePath)
    {
        TagList kind = [new("provider", provider), new("status", status)];
        if (usesCandidatePath)
            kind.Add("path", "candidate");
        _vendorDuration.Record(elapsed.TotalSeconds, kind);
        if (!isScored)
            _vendorFailures.Add(1, kind);
    }

    /// <summary>Records the end of a validation, or a request that was answered without a validation.</summary>
    /// <param name="outcome">The name of the outcome.</param>
    /// <param name="provider">The provider of the score; null if there is no score.</param>
    /// <param name="elapsed">The time since the request was accepted.</param>
    public void ValidationEnded(string outcome, string? provider, TimeSpan elapsed)
    {
        TagList how = [new("outcome", outcome)];
        if (provider is not null)
            how.Add("provider", provider);
        _validations.Add(1, how);
        _duration.Record(elapsed.TotalSeconds, how);
    }

    /// <summary>Records a refused request.</summary>
    public void RequestRefused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    /// <summary>Records the state of a provider's circuit: 0 closed, 1 open, 2 half-open.</summary>
    public void CircuitSeen(string provider, int state) => _circuits[provider] = state;

    private IEnumerable<Measurement<int>> ReadCircuits() => _circuits.Select(
        circuit => new Measurement<int>(circuit.Value, new KeyValuePair<string, object?>("provider", circuit.Key)));
}
