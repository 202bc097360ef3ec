namespace FinRisk.Scoring.Telemetry;

/// <summary>
/// The rule that decides whether a trace is exported: the values of OpenTelemetry's <c>OTEL_TRACES_SAMPLER</c>.
/// </summary>
public enum TraceSampler
{
    /// <summary>The decision of the caller; without one, every trace is exported.</summary>
    ParentBasedAlwaysOn,

    /// <summary>The decision of the caller; without one, no trace is exported.</summary>
    ParentBasedAlwaysOff,

    /// <summary>The decision of the caller; without one, a ratio of the traces is exported.</summary>
    ParentBasedTraceIdRatio,

    /// <summary>Every trace is exported.</summary>
    AlwaysOn,

    /// <summary>No trace is exported.</summary>
    AlwaysOff,

    /// <summary>A ratio of the traces is exported.</summary>
    TraceIdRatio,
}
