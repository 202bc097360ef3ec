using FinRisk.Scoring.Telemetry;

namespace FinRisk.Local.Telemetry;

/// <summary>Finds our own scope among those of the framework, which repeat a request's path and what else a caller sends.</summary>
internal static class LogScopes
{
    [ThreadStatic]
    private static LogScope? _found;

    /// <summary>The innermost one; null outside of a request and a validation.</summary>
    public static LogScope? Innermost(IExternalScopeProvider scopes)
    {
        _found = null;

        // From the outermost inwards: the last one stays. A static, because a closure would be made for every line.
        scopes.ForEachScope<object?>(static (scope, _) => _found = scope as LogScope ?? _found, null);
        return _found;
    }
}
