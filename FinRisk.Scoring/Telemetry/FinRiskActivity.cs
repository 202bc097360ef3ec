using System.Diagnostics;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Telemetry;

/// <summary>The spans that FinRisk adds to a caller's trace.</summary>
public static class FinRiskActivity
{
    /// <summary>The name of the activity source; exporters subscribe to it.</summary>
    public const string SourceName = "FinRisk";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// Starts the span of one vendor call below the validation's own trace, however long ago and on whatever machine that began.
    /// Null where nobody listens; the caller's <c>traceparent</c> then goes to the vendor as it came.
    /// </summary>
    internal static Activity? StartVendorCall(ValidationInput input, int attempt)
    {
        if (!Source.HasListeners())
            return null;

        ActivityContext.TryParse(input.TraceParent, null, isRemote: true, out var parent);
        var activity = Source.StartActivity("riskshield.score", ActivityKind.Client, parent);
        activity?.SetTag("finrisk.validation_id", input.ValidationId);
        activity?.SetTag("finrisk.correlation_id", input.CorrelationId);
        activity?.SetTag("finrisk.attempt", attempt);
        return activity;
    }
}
