using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 8: what operators are told of validations and of the circuit.</summary>
public sealed class ValidationEventsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LogRecorder _log = new();
    private readonly ValidationEvents _events;

    public ValidationEventsTests() =>
        _events = new ValidationEvents(
            ActivatorUtilities.CreateInstance<ScoringMetrics>(_services),
            [new OperationsFigures(TimeProvider.System)],
            _log.CreateLogger<ValidationEvents>());

    public void Dispose()
    {
        _log.Dispose();
        _services.Dispose();
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
