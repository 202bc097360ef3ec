using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace FinRisk.Telemetry;

/// <summary>
/// Adds the correlation id and the validation id to each log record of a request or validation, and replaces an exception by its
/// type and stack, because its message may contain personal data. The local host's own logger does the same.
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

    /// <summary>Adds an attribute, unless the record has it already.</summary>
    private static void Add(List<KeyValuePair<string, object?>> values, string name, string? value)
    {
        if (value is not null && !values.Exists(entry => entry.Key == name))
            values.Add(new(name, value));
    }
}

/// <summary>
/// Reads the log scopes without logging anything itself. OpenTelemetry would export every scope as it is, and the framework's
/// contain the path that a caller sent.
/// </summary>
internal sealed class ScopeReader : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    /// <summary>The request or validation that a line belongs to; null outside of both.</summary>
    public LogScope? Current() => _scopes is null ? null : LogScope.InnermostOf(_scopes);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => NullLogger.Instance;

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
