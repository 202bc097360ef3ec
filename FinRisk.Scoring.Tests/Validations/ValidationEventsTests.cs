using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Telemetry;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 8: what operators are told of validations and of the circuit.</summary>
public sealed class ValidationEventsTests : IDisposable
{
    private static readonly ValidationRequest Request = new(Samples.Jane, "alice", "corr-1", null, null, true);

    private readonly MetricRecorder _metrics = new();
    private readonly RecordingListener _listener = new();
    private readonly LogRecorder _log = new();
    private readonly ValidationEvents _events;

    public ValidationEventsTests() =>
        _events = new ValidationEvents(_metrics.Metrics, [_listener], _log.CreateLogger<ValidationEvents>());

    public void Dispose()
    {
        _log.Dispose();
        _metrics.Dispose();
    }

    /// <summary>Whose validation the score is of, who got it, and by which request.</summary>
    [Theory]
    [InlineData(StartKind.Cached, "score_reused")]
    [InlineData(StartKind.Degraded, "score_degraded", "outcome=degraded,provider=riskshield")]
    public void A_score_without_a_validation_is_told(StartKind kind, string name, params string[] counted)
    {
        var score = new StoredScore(Sample.Score, Sample.Start, Sample.OtherId);
        _events.RequestHandled(new ValidationStart(kind, default, CachedScore: score), Request);
        var told = Assert.Single(_log.Events);
        Assert.Equal(
            (LogLevel.Information, name, Sample.OtherId.Value, "alice", "corr-1"),
            (told.Level, told.Name, told.Values["validationId"], told.Values["caller"], told.Values["correlationId"]));
        Assert.Equal([kind], _listener.Handled);
        Assert.Equal(
            counted.Select(tags => ("finrisk.validations", 1.0, tags)),
            _metrics.Measured.Where(metric => metric.Name == "finrisk.validations"));
    }

    [Fact]
    public void A_refusal_because_of_the_circuit_is_counted_as_an_end()
    {
        _events.RequestHandled(new ValidationStart(StartKind.Refused, default, RetryAt: Sample.Start), Request);
        Assert.Equal(
            [("finrisk.validations", 1, "outcome=circuit-open"), ("finrisk.validation.duration", 0, "outcome=circuit-open")],
            _metrics.Measured);
        Assert.Equal([StartKind.Refused], _listener.Handled);
        Assert.Empty(_log.Events);
    }

    [Fact]
    public void A_request_with_a_validation_is_for_listeners_alone()
    {
        _events.RequestHandled(new ValidationStart(StartKind.Started, Sample.Id), Request);
        Assert.Equal([StartKind.Started], _listener.Handled);
        Assert.Empty(_metrics.Measured);
        Assert.Empty(_log.Events);
    }

    [Fact]
    public void A_refused_request_is_counted_by_its_code_and_caller()
    {
        _events.RequestRefused("rate-limited", "alice");
        Assert.Equal([("finrisk.requests.refused", 1, "code=rate-limited")], _metrics.Measured);
        Assert.Equal([("rate-limited", "alice")], _listener.Refused);
    }

    [Theory]
    [InlineData(AttemptStatus.Scored, "finrisk.provider.duration")]
    [InlineData(AttemptStatus.TimedOut, "finrisk.provider.duration", "finrisk.provider.failures")]
    public void A_call_is_measured(AttemptStatus status, params string[] metrics)
    {
        _events.VendorCalled("riskshield", new AttemptResult(status, Sample.Start), usesCandidatePath: true);
        Assert.Equal(metrics, _metrics.Measured.Select(metric => metric.Name));
        Assert.Equal([("riskshield", status, true)], _listener.Calls);
    }

    [Fact]
    public void The_end_of_a_validation_is_measured()
    {
        var score = new StoredScore(Sample.Score, Sample.Start, Sample.Id);
        _events.ValidationEnded(Sample.Input(), new ValidationOutcome(2, Sample.Start, score), Sample.Start.AddSeconds(1.5));
        Assert.Equal(
            [
                ("finrisk.validations", 1, "outcome=scored,provider=riskshield"),
                ("finrisk.validation.duration", 1.5, "outcome=scored,provider=riskshield"),
            ],
            _metrics.Measured);
        Assert.Equal([(Sample.Id, "alice", "scored", Sample.Start, Sample.Start.AddSeconds(1.5))], _listener.Ended);
    }

    [Fact]
    public void The_circuits_state_is_measured_whether_it_changed_or_not()
    {
        _events.CircuitEvaluated(
            "riskshield",
            new CircuitTransition(new CircuitSnapshot { State = CircuitState.HalfOpen }, new CircuitDecision(false, 1)));
        _metrics.Observe();
        Assert.Equal([("finrisk.circuit.state", 2, "provider=riskshield")], _metrics.Measured);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(FailureCode.VendorError, true)]
    public void A_score_is_told_with_level_time_attempts_and_whether_it_is_degraded(FailureCode? degradedBy, bool degraded)
    {
        var outcome = new ValidationOutcome(2, Sample.Start, new StoredScore(Sample.Score, Sample.Start, Sample.Id), degradedBy);
        _events.ValidationEnded(Sample.Input(), outcome, Sample.Start.AddSeconds(1.5));
        var told = Assert.Single(_log.Events);
        Assert.Equal((LogLevel.Information, "validation_completed"), (told.Level, told.Name));
        Assert.Equal(
            (Sample.Id.Value, "corr-1", "MEDIUM", 1500.0, 2, degraded),
            (
                told.Values["validationId"],
                told.Values["correlationId"],
                told.Values["riskLevel"],
                told.Values["durationMs"],
                told.Values["attempts"],
                told.Values["degraded"]));
    }

    [Fact]
    public void A_failure_is_told_with_its_reason()
    {
        _events.ValidationEnded(
            Sample.Input(),
            new ValidationOutcome(3, Sample.Start, Failure: FailureCode.VendorTimeout),
            Sample.Start.AddSeconds(33));
        var told = Assert.Single(_log.Events);
        Assert.Equal((LogLevel.Warning, "validation_failed"), (told.Level, told.Name));
        Assert.Equal(
            (Sample.Id.Value, "vendor-timeout", 33_000.0, 3),
            (told.Values["validationId"], told.Values["code"], told.Values["durationMs"], told.Values["attempts"]));
    }

    [Theory]
    [InlineData(CircuitState.Open, "circuit_opened", LogLevel.Error)]
    [InlineData(CircuitState.HalfOpen, "circuit_half_opened", LogLevel.Warning)]
    [InlineData(CircuitState.Closed, "circuit_closed", LogLevel.Warning)]
    public void A_state_that_is_entered_is_told(CircuitState state, string name, LogLevel level)
    {
        _events.CircuitEvaluated(
            "riskshield", new CircuitTransition(new CircuitSnapshot { State = state }, new CircuitDecision(false, 1), state));
        var told = Assert.Single(_log.Events);
        Assert.Equal((level, name), (told.Level, told.Name));
    }

    /// <summary>Also where the circuit was in that state before: from then on it is the operator who holds it there.</summary>
    [Theory]
    [InlineData(CircuitState.Open, "circuit_opened", "circuit_forced")]
    [InlineData(null, "circuit_forced")]
    public void An_operators_intervention_is_told(CircuitState? entered, params string[] names)
    {
        var forced = new CircuitIntervention(CircuitState.Open, "olga", "maintenance", Sample.Start, "ref-1");
        var snapshot = new CircuitSnapshot { State = CircuitState.Open, ManualOverride = forced };
        _events.CircuitEvaluated(
            "riskshield", new CircuitTransition(snapshot, new CircuitDecision(false, 1), entered, IsForced: true));
        Assert.Equal(names, _log.Events.Select(told => told.Name));
        var told = _log.Events.Last();
        Assert.Equal(
            ("riskshield", "open", "olga", "ref-1"),
            (told.Values["provider"], told.Values["state"], told.Values["operator"], told.Values["reference"]));

        // What is refused while it is held is no intervention.
        _events.CircuitEvaluated("riskshield", new CircuitTransition(snapshot, new CircuitDecision(false, 1)));
        Assert.Equal(names.Length, _log.Events.Count);
    }

    [Fact]
    public void A_change_within_a_state_is_no_news()
    {
        _events.CircuitEvaluated(
            "riskshield", new CircuitTransition(new CircuitSnapshot { ConsecutiveFailures = 1 }, new CircuitDecision(true, 0)));
        Assert.Empty(_log.Events);
    }
}
