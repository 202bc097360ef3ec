using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace FinRisk.Telemetry;

/// <summary>
/// Adds the correlation id and the validation id to the log records of a request or validation, and replaces an exception by its
/// type and stack, because an exception's message may contain personal data. The console logger of the local host does the same.
/// </summary>
internal sealed class LogRecordSanitizer(ScopeReader scopes) : BaseProcessor<LogRecord>
{
    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        var exception = data.Exception;
        var scope = scopes.Current();
        if (scope is null && exception is null)
            return;

        var values = new List<KeyValuePair<string, object?>>(data.Attributes ?? []);
        if (scope is not null)
        {
            Add(values, LogScope.CorrelationName, scope.CorrelationId);
            Add(values, LogScope.ValidationName, scope.ValidationId);
        }

        if (exception is not null)
        {
            Add(values, "exception.type", exception.GetType().FullName);
            Add(values, "exception.stacktrace", exception.StackTrace);
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
/// Gives access to the current log scopes; it is a logger provider only because logger providers receive the scopes, and logs
/// nothing. OpenTelemetry's own option to include scopes is not used: it exports all of them, and the scopes of ASP.NET Core
/// contain the request's path, which may contain personal data.
/// </summary>
internal sealed class ScopeReader : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    /// <summary>The innermost scope of a request or validation; null if there is none.</summary>
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
