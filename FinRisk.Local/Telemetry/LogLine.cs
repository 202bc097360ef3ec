using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Local.Telemetry;

/// <summary>What every line has in common, whatever its values.</summary>
internal static class LogLine
{
    /// <summary>
    /// Whether a value of this name is written among the others: not the sentence, and not the ids, which have a place of their
    /// own.
    /// </summary>
    public static bool IsWritten(string name) =>
        name is not ("{OriginalFormat}" or LogScope.CorrelationName or LogScope.ValidationName);
}

/// <summary>One log event on its way to a line.</summary>
/// <param name="Time">When it was logged.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Category">Who logged it.</param>
/// <param name="Id">Its stable name, if it has one.</param>
/// <param name="State">Its values.</param>
/// <param name="Fault">The exception that goes with it.</param>
/// <param name="Scopes">Among them the request or validation it belongs to.</param>
/// <param name="Format">Makes its sentence.</param>
internal readonly record struct LogLine<TState>(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    EventId Id,
    TState State,
    Exception? Fault,
    IExternalScopeProvider Scopes,
    Func<TState, Exception?, string> Format)
{
    /// <summary>The event's values.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Values => State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

    /// <summary>The ids of the request or validation it belongs to: the event's own, else those of the scope around it.</summary>
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
