using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Publishes the events of validations and circuits: as log events (docs/contract.md, section 8), as metrics (docs/telemetry.md)
/// and to the <see cref="IScoringListener"/>s.
/// </summary>
public sealed partial class ValidationEvents(
    ScoringMetrics metrics, IEnumerable<IScoringListener> listeners, ILogger<ValidationEvents> log)
{
    private readonly IScoringListener[] _listeners = [.. listeners];

    /// <summary>A valid request was handled: with a new or an existing validation, a stored score, or a refusal.</summary>
    public void RequestHandled(ValidationStart start, ValidationRequest request)
    {
        foreach (var listener in _listeners)
            listener.RequestHandled(start.Kind);
        switch (start)
        {
            case { Kind: StartKind.Cached, CachedScore: { } score }:
                Log.ScoreReused(log, score.ValidationId.Value, request.Caller, request.CorrelationId);
                break;
            case { Kind: StartKind.Degraded, CachedScore: { } score }:
                metrics.ValidationEnded(ValidationOutcome.Degraded, score.Provider, TimeSpan.Zero);
                Log.ScoreDegraded(log, score.ValidationId.Value, request.Caller, request.CorrelationId);
                break;
            case { Kind: StartKind.Refused }:
                metrics.ValidationEnded(FailureCode.CircuitOpen.ToCode(), provider: null, TimeSpan.Zero);
                break;
            default:
                break;
        }
    }

    /// <summary>A request was refused before a provider was called.</summary>
    /// <param name="code">The problem code of the response.</param>
    /// <param name="caller">The caller's name; null if it is not known.</param>
    public void RequestRefused(string code, string? caller)
    {
        metrics.RequestRefused(code);
        foreach (var listener in _listeners)
            listener.RequestRefused(code, caller);
    }

    /// <summary>An attempt at a provider ended.</summary>
    public void VendorCalled(string provider, AttemptResult result, bool usesCandidatePath)
    {
        metrics.VendorCalled(
            provider, result.Status.ToWire(), isScored: result.Status == AttemptStatus.Scored, result.Elapsed, usesCandidatePath);
        foreach (var listener in _listeners)
            listener.VendorCalled(provider, result, usesCandidatePath);
    }

    /// <summary>A provider's circuit was read. Updates the metric of its state.</summary>
    public void CircuitSeen(string provider, CircuitState state) => metrics.CircuitSeen(provider, (int)state);

    /// <summary>A validation ended. The host calls this after the outcome is committed.</summary>
    public void ValidationEnded(ValidationInput input, ValidationOutcome outcome, DateTimeOffset now)
    {
        var elapsed = now - input.AcceptedAt;
        metrics.ValidationEnded(outcome.Name, outcome.Score?.Provider, elapsed);
        foreach (var listener in _listeners)
            listener.ValidationEnded(input.ValidationId, input.Caller, outcome, input.AcceptedAt, now);
        if (outcome.Failure is { } failure)
        {
            Log.Failed(
                log,
                input.ValidationId.Value,
                input.CorrelationId,
                failure.ToCode(),
                elapsed.TotalMilliseconds,
                outcome.Attempts);
        }
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

    /// <summary>
    /// A provider's circuit has evaluated an event. Updates the metric, and logs the transition if the state changed, and an
    /// operator's intervention also if it did not.
    /// </summary>
    public void CircuitEvaluated(string provider, CircuitTransition transition)
    {
        CircuitSeen(provider, transition.Snapshot.State);
        switch (transition.Entered)
        {
            case CircuitState.Open:
                Log.CircuitOpened(log, provider, transition.Snapshot.ConsecutiveFailures, transition.Snapshot.OpenUntil);
                break;
            case CircuitState.HalfOpen:
                Log.CircuitHalfOpened(log, provider, transition.Snapshot.ProbeUntil);
                break;
            case CircuitState.Closed:
                Log.CircuitClosed(log, provider);
                break;
            default:
                break;
        }

        if (transition is { IsForced: true, Snapshot.ManualOverride: { } manualOverride })
            Log.CircuitForced(log, provider, manualOverride.State.ToWire(), manualOverride.By, manualOverride.Reference);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1005,
            LogLevel.Information,
            "score_degraded: {caller} got the older score of {validationId}, because no provider is being called; "
                + "correlation {correlationId}",
            EventName = "score_degraded")]
        public static partial void ScoreDegraded(ILogger log, string validationId, string caller, string correlationId);

        [LoggerMessage(
            1004,
            LogLevel.Information,
            "score_reused: {caller} got the recent score of {validationId}; correlation {correlationId}",
            EventName = "score_reused")]
        public static partial void ScoreReused(ILogger log, string validationId, string caller, string correlationId);

        [LoggerMessage(
            1002,
            LogLevel.Information,
            "validation_completed: {validationId} scored {riskLevel} after {durationMs:F0} ms and {attempts} attempts, degraded "
            + "{degraded}; correlation {correlationId}",
            EventName = "validation_completed")]
        public static partial void Completed(
            ILogger log,
            string validationId,
            string correlationId,
            string riskLevel,
            double durationMs,
            int attempts,
            bool degraded);

        [LoggerMessage(
            1003,
            LogLevel.Warning,
            "validation_failed: {validationId} failed with {code} after {durationMs:F0} ms and {attempts} attempts; correlation "
            + "{correlationId}",
            EventName = "validation_failed")]
        public static partial void Failed(
            ILogger log, string validationId, string correlationId, string code, double durationMs, int attempts);

        [LoggerMessage(
            3001,
            LogLevel.Error,
            "circuit_opened: {provider}, after {failures} consecutive failures; open until {openUntil:O}",
            EventName = "circuit_opened")]
        public static partial void CircuitOpened(ILogger log, string provider, int failures, DateTimeOffset? openUntil);

        [LoggerMessage(
            3002,
            LogLevel.Warning,
            "circuit_half_opened: {provider}, one probe admitted, with a lease until {probeUntil:O}",
            EventName = "circuit_half_opened")]
        public static partial void CircuitHalfOpened(ILogger log, string provider, DateTimeOffset? probeUntil);

        [LoggerMessage(3003, LogLevel.Warning, "circuit_closed: {provider}, calls are admitted", EventName = "circuit_closed")]
        public static partial void CircuitClosed(ILogger log, string provider);

        // The operator's reason is not logged: it is free text, and logs are widely readable. The audit log has the reason.
        [LoggerMessage(
            3004,
            LogLevel.Warning,
            "circuit_forced: {provider} set to {state} by {operator}, reference {reference}",
            EventName = "circuit_forced")]
        public static partial void CircuitForced(ILogger log, string provider, string state, string @operator, string reference);
    }
}
