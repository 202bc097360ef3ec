using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Publishes what happens to validations and to the circuit: as log events (contract, section 8), as metrics and to the
/// listeners.
/// </summary>
public sealed partial class ValidationEvents(
    ScoringMetrics metrics, IEnumerable<IScoringListener> listeners, ILogger<ValidationEvents> log)
{
    private readonly IScoringListener[] _listeners = [.. listeners];

    /// <summary>A request was taken up.</summary>
    public void Taken(StartKind kind)
    {
        foreach (var listener in _listeners)
            listener.Taken(kind);
    }

    /// <summary>A request was answered from the score cache.</summary>
    /// <param name="validationId">The validation that obtained the score.</param>
    /// <param name="caller">Who asked.</param>
    /// <param name="correlationId">The request's.</param>
    public void ScoreReused(string validationId, string caller, string correlationId) =>
        Log.ScoreReused(log, validationId, caller, correlationId);

    /// <summary>A request was refused before anything was asked of the vendor.</summary>
    /// <param name="code">The problem's code.</param>
    /// <param name="caller">Who sent it; null where that is not known.</param>
    public void RequestRefused(string code, string? caller)
    {
        metrics.RequestRefused(code);
        foreach (var listener in _listeners)
            listener.RequestRefused(code, caller);
    }

    /// <summary>A call to the vendor ended.</summary>
    public void VendorCalled(AttemptResult result, bool candidate)
    {
        metrics.VendorCalled(
            result.Status.ToString(), isScored: result.Status == AttemptStatus.Scored, result.Elapsed, candidate);
        foreach (var listener in _listeners)
            listener.VendorCalled(result, candidate);
    }

    /// <summary>The circuit was seen in a state.</summary>
    public void CircuitSeen(CircuitState state) => metrics.CircuitSeen((int)state);

    /// <summary>A validation ended; called once its end is committed.</summary>
    public void Ended(ValidationInput input, ValidationOutcome outcome, DateTimeOffset now)
    {
        var elapsed = now - input.AcceptedAt;
        metrics.ValidationEnded(outcome.Name, elapsed);
        foreach (var listener in _listeners)
            listener.Ended(input.ValidationId, input.Caller, outcome, input.AcceptedAt, now);
        if (outcome.Failure is { } failure)
            Log.Failed(log, input.ValidationId.Value, input.CorrelationId, failure, elapsed.TotalMilliseconds, outcome.Attempts);
        else
        {
            Log.Completed(
                log,
                input.ValidationId.Value,
                input.CorrelationId,
                outcome.Score!.Score.RiskLevel.ToWire(),
                elapsed.TotalMilliseconds,
                outcome.Attempts,
                outcome.DegradedBy is not null);
        }
    }

    /// <summary>The circuit entered a state.</summary>
    public void CircuitEntered(CircuitTransition transition)
    {
        CircuitSeen(transition.Snapshot.State);
        switch (transition.Entered)
        {
            case CircuitState.Open:
                Log.CircuitOpened(log, transition.Snapshot.ConsecutiveFailures, transition.Snapshot.OpenUntil);
                break;
            case CircuitState.HalfOpen:
                Log.CircuitHalfOpened(log, transition.Snapshot.ProbeUntil);
                break;
            case CircuitState.Closed:
                Log.CircuitClosed(log);
                break;
            default:
                break;
        }

        if (transition is { Entered: not null, Snapshot.ByHand: { } byHand })
            Log.CircuitForced(log, byHand.State.ToWire(), byHand.By, byHand.Reference);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1004,
            LogLevel.Information,
            "score_reused: {validationId} for {caller}; correlation {correlationId}",
            EventName = "score_reused")]
        public static partial void ScoreReused(ILogger log, string validationId, string caller, string correlationId);

        [LoggerMessage(
            1002,
            LogLevel.Information,
            "validation_completed: {validationId} {riskLevel} after {durationMs:F0} ms and {attempts} attempts, degraded "
            + "{degraded}; correlation {correlationId}",
            EventName = "validation_completed")]
        public static partial void Completed(
            ILogger log, string validationId, string correlationId, string riskLevel, double durationMs, int attempts, bool degraded);

        [LoggerMessage(
            1003,
            LogLevel.Warning,
            "validation_failed: {validationId} {code} after {durationMs:F0} ms and {attempts} attempts; correlation "
            + "{correlationId}",
            EventName = "validation_failed")]
        public static partial void Failed(
            ILogger log, string validationId, string correlationId, FailureCode code, double durationMs, int attempts);

        [LoggerMessage(
            3001,
            LogLevel.Error,
            "circuit_opened: {failures} failures in a row; open until {openUntil:O}",
            EventName = "circuit_opened")]
        public static partial void CircuitOpened(ILogger log, int failures, DateTimeOffset? openUntil);

        [LoggerMessage(
            3002,
            LogLevel.Warning,
            "circuit_half_opened: one probe, lease until {probeUntil:O}",
            EventName = "circuit_half_opened")]
        public static partial void CircuitHalfOpened(ILogger log, DateTimeOffset? probeUntil);

        [LoggerMessage(3003, LogLevel.Warning, "circuit_closed: calls pass again", EventName = "circuit_closed")]
        public static partial void CircuitClosed(ILogger log);

        // Without the reason: it is free text, and lines like this one travel far. The audit log has it under the reference.
        [LoggerMessage(
            3004,
            LogLevel.Warning,
            "circuit_forced: {state} by {operator}, reference {reference}",
            EventName = "circuit_forced")]
        public static partial void CircuitForced(ILogger log, string state, string @operator, string reference);
    }
}
