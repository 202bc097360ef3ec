using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Local.Telemetry;

/// <summary>The part of <see cref="LogLine{TState}"/> that does not depend on the type of the state.</summary>
internal static class LogLine
{
    /// <summary>
    /// True if a value of this name is written with the event's other values. The message template is not written, and the ids
    /// are written last.
    /// </summary>
    public static bool IsWritten(string name) =>
        name is not ("{OriginalFormat}" or LogScope.CorrelationName or LogScope.ValidationName);
}

/// <summary>A log event that is to be written as a line.</summary>
/// <param name="Time">The time at which the event was logged.</param>
/// <param name="Level">The severity.</param>
/// <param name="Category">The logger's category.</param>
/// <param name="Id">The event's id and stable name, if it has one.</param>
/// <param name="State">The event's values.</param>
/// <param name="Exception">The logged exception, or null.</param>
/// <param name="Scopes">The log scopes, which contain the ids of the request or validation (<see cref="LogScope"/>).</param>
/// <param name="Format">Formats the event's message.</param>
internal readonly record struct LogLine<TState>(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    EventId Id,
    TState State,
    Exception? Exception,
    IExternalScopeProvider Scopes,
    Func<TState, Exception?, string> Format)
{
    /// <summary>The event's values by name; empty if the state has none.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Values => State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

    /// <summary>
    /// The ids of the request or validation that the event belongs to, from the event's values or else from the innermost scope.
    /// </summary>
    public (object? CorrelationId, object? ValidationId) Ids()
    {
        object? correlationId = null, validationId = null;
        var values = Values;
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            if (name == LogScope.CorrelationName)
                correlationId = value;
            else if (name == LogScope.ValidationName)
                validationId = value;
        }

        if (correlationId is not null && validationId is not null)
            return (correlationId, validationId);
        var scope = LogScope.InnermostOf(Scopes);
        return (correlationId ?? scope?.CorrelationId, validationId ?? scope?.ValidationId);
    }
}
