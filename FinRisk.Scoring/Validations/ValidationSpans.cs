using System.Diagnostics;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Creates the trace spans of validations and attempts (docs/telemetry.md). The start methods return null if no one listens.
/// </summary>
public static class ValidationSpans
{
    /// <summary>
    /// Starts the span of a validation's workflow, on the local host. On Azure, Durable Functions creates its own span.
    /// </summary>
    public static Activity? StartValidation(ValidationInput input) => Start("validation", input);

    /// <summary>Records the outcome on the span of a validation.</summary>
    public static void EndValidation(Activity? span, ValidationOutcome outcome)
    {
        if (span is null)
            return;
        span.SetTag("finrisk.outcome", outcome.Name);
        span.SetTag("finrisk.attempts", outcome.Attempts);
        if (outcome.Failure is not null)
            span.SetStatus(ActivityStatusCode.Error, outcome.Name);
    }

    /// <summary>
    /// Starts the span of one attempt. It joins the trace of the validation, which may have started on another machine.
    /// </summary>
    internal static Activity? StartAttempt(ValidationInput input, int attempt)
    {
        var span = Start("provider.attempt", input);
        span?.SetTag("finrisk.attempt", attempt);
        return span;
    }

    /// <summary>Records the status on the span of an attempt.</summary>
    internal static void EndAttempt(Activity? span, AttemptStatus status)
    {
        if (span is null)
            return;
        span.SetTag("finrisk.attempt.status", status.ToWire());
        if (status != AttemptStatus.Scored)
            span.SetStatus(ActivityStatusCode.Error, status.ToWire());
    }

    private static Activity? Start(string name, ValidationInput input) =>
        FinRiskActivity.StartValidation(name, input.TraceParent, input.ValidationId.Value, input.CorrelationId);
}
