using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Telemetry;

/// <summary>Contract 8: the metrics by name and unit, and what they count.</summary>
public sealed class ScoringMetricsTests : IDisposable
{
    private readonly MetricRecorder _recorder = new();

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void The_instruments_are_the_contracts() => Assert.Equal(
        [
            ("finrisk.validations", "{validation}"), ("finrisk.validation.duration", "s"), ("finrisk.provider.duration", "s"),
            ("finrisk.provider.failures", "{call}"), ("finrisk.requests.refused", "{request}"),
            ("finrisk.circuit.state", null),
        ],
        _recorder.Instruments);

    [Fact]
    public void A_call_with_a_score_is_timed_and_no_failure()
    {
        _recorder.Metrics.VendorCalled(
            "riskshield", "scored", isScored: true, TimeSpan.FromSeconds(1.5), usesCandidatePath: false);
        Assert.Equal([("finrisk.provider.duration", 1.5, "provider=riskshield,status=scored")], _recorder.Measured);
    }

    [Fact]
    public void A_call_without_a_score_is_timed_and_counted_by_kind()
    {
        _recorder.Metrics.VendorCalled(
            "riskshield", "timed-out", isScored: false, TimeSpan.FromSeconds(10), usesCandidatePath: false);
        Assert.Equal([("finrisk.provider.duration", 10, "provider=riskshield,status=timed-out"),
            ("finrisk.provider.failures", 1, "provider=riskshield,status=timed-out")], _recorder.Measured);
    }

    [Theory]
    [InlineData(null, null, "outcome=scored,provider=riskshield")]
    [InlineData(null, FailureCode.VendorTimeout, "outcome=degraded,provider=riskshield")]
    [InlineData(FailureCode.CircuitOpen, null, "outcome=circuit-open")]
    public void A_validation_is_counted_and_timed_by_its_outcome(FailureCode? failure, FailureCode? degradedBy, string expected)
    {
        var score = failure is null ? new StoredScore(Sample.Score, Sample.Start, Sample.Id) : null;
        _recorder.Metrics.ValidationEnded(
            new ValidationOutcome(1, Sample.Start, score, degradedBy, failure).Name, score?.Provider, TimeSpan.FromSeconds(2));
        Assert.Equal([("finrisk.validations", 1, expected), ("finrisk.validation.duration", 2, expected)], _recorder.Measured);
    }

    [Fact]
    public void A_refusal_is_counted_by_its_code()
    {
        _recorder.Metrics.RequestRefused("validation-failed");
        Assert.Equal([("finrisk.requests.refused", 1, "code=validation-failed")], _recorder.Measured);
    }

    [Theory]
    [InlineData(CircuitState.Closed, 0)]
    [InlineData(CircuitState.Open, 1)]
    [InlineData(CircuitState.HalfOpen, 2)]
    public void The_circuits_state_is_told_when_asked(CircuitState state, int expected)
    {
        _recorder.Metrics.CircuitSeen("riskshield", (int)state);
        _recorder.Metrics.CircuitSeen("scoretwo", 0);
        _recorder.Observe();
        Assert.Equal(
            [("finrisk.circuit.state", expected, "provider=riskshield"), ("finrisk.circuit.state", 0, "provider=scoretwo")],
            _recorder.Measured.OrderBy(measured => measured.Tags, StringComparer.Ordinal));
    }
}
