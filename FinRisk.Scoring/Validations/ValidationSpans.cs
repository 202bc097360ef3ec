using System.Diagnostics;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Scoring.Validations;

/// <summary>The spans of a validation and its attempts. Where nobody listens none is made.</summary>
public static class ValidationSpans
{
    /// <summary>Starts the span of a validation's run, for a host whose workflow has none of its own.</summary>
    public static Activity? StartValidation(ValidationInput input) => Start("validation", input);

    /// <summary>Says on its span how the validation ended.</summary>
    public static void EndValidation(Activity? span, ValidationOutcome outcome)
    {
        if (span is null)
            return;
        span.SetTag("finrisk.outcome", outcome.Name);
        span.SetTag("finrisk.attempts", outcome.Attempts);
        if (outcome.Failure is not null)
            span.SetStatus(ActivityStatusCode.Error, outcome.Name);
    }

    /// <summary>Starts the span of one attempt, however long ago and on whatever machine its validation began.</summary>
    internal static Activity? StartAttempt(ValidationInput input, int attempt)
    {
        var span = Start("riskshield.attempt", input);
        span?.SetTag("finrisk.attempt", attempt);
        return span;
    }

    /// <summary>Says on its span how the attempt ended.</summary>
    internal static void EndAttempt(Activity? span, AttemptStatus status)
    {
        if (span is null)
            return;
        span.SetTag("finrisk.attempt.status", status.ToString());
        if (status != AttemptStatus.Scored)
            span.SetStatus(ActivityStatusCode.Error, status.ToString());
    }

    private static Activity? Start(string name, ValidationInput input) =>
        FinRiskActivity.StartOf(name, input.TraceParent, input.ValidationId.Value, input.CorrelationId);
}
