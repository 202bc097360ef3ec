namespace FinRisk.Scoring.Telemetry;

/// <summary>Which traces are kept whole: the values of OpenTelemetry's <c>OTEL_TRACES_SAMPLER</c>.</summary>
public enum TraceSampler
{
    /// <summary>What the caller decided; all where it did not.</summary>
    ParentBasedAlwaysOn,

    /// <summary>What the caller decided; none where it did not.</summary>
    ParentBasedAlwaysOff,

    /// <summary>What the caller decided; a share where it did not.</summary>
    ParentBasedTraceIdRatio,

    /// <summary>All.</summary>
    AlwaysOn,

    /// <summary>None.</summary>
    AlwaysOff,

    /// <summary>A share.</summary>
    TraceIdRatio,
}
