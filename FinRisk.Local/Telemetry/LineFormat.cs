namespace FinRisk.Local.Telemetry;

/// <summary>How a log event becomes a line.</summary>
internal enum LineFormat
{
    /// <summary>For machines: <see cref="JsonLine"/>.</summary>
    Json,

    /// <summary>For a person: <see cref="TextLine"/>.</summary>
    Text,

    /// <summary>For a person at a terminal that shows colours.</summary>
    ColouredText,
}
