using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace FinRisk.Telemetry;

/// <summary>
/// Puts both ids on every line of a request or validation, and replaces an exception by its type and stack: its message may quote
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
