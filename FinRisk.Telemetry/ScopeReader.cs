using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinRisk.Telemetry;

/// <summary>
/// Gets at the log scopes without logging anything itself. OpenTelemetry would export every scope as it is, and the framework's
/// hold the path that a caller sent.
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
