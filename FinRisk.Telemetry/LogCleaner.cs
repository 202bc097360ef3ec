using FinRisk.Scoring.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace FinRisk.Telemetry;

/// <summary>
/// Puts both ids on every line of a request or validation, and tells an exception by its type and stack: its message may quote
/// what it was given. The same as the local host's own lines do.
/// </summary>
internal sealed class LogCleaner(ScopeReader scopes) : BaseProcessor<LogRecord>
{
    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        var fault = data.Exception;
        var scope = scopes.Current();
        if (scope is null && fault is null)
            return;

        var values = new List<KeyValuePair<string, object?>>(data.Attributes ?? []);
        if (scope is not null)
        {
            Add(values, LogScope.CorrelationName, scope.CorrelationId);
            Add(values, LogScope.ValidationName, scope.ValidationId);
        }

        if (fault is not null)
        {
            Add(values, "exception.type", fault.GetType().FullName);
            Add(values, "exception.stacktrace", fault.StackTrace);
            data.Exception = null;
        }

        data.Attributes = values;
    }

    /// <summary>What the event says itself counts.</summary>
    private static void Add(List<KeyValuePair<string, object?>> values, string name, string? value)
    {
        if (value is not null && !values.Exists(entry => entry.Key == name))
            values.Add(new(name, value));
    }
}
