using System.Collections;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Telemetry;

/// <summary>
/// The log scope of one request or one validation. It adds the correlation id, and the validation id once it is known, to every
/// log line in the scope. Unlike a dictionary as the scope, it allocates nothing per line.
/// </summary>
public sealed class LogScope(string correlationId, string? validationId = null) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>The name of the correlation id in a log line.</summary>
    public const string CorrelationName = "correlationId";

    /// <summary>The name of the validation id in a log line.</summary>
    public const string ValidationName = "validationId";

    [ThreadStatic]
    private static LogScope? _found;

    /// <summary>The correlation id.</summary>
    public string CorrelationId { get; } = correlationId;

    /// <summary>The validation id; null while it is unknown.</summary>
    public string? ValidationId { get; private set; } = validationId;

    /// <inheritdoc/>
    public int Count => ValidationId is null ? 1 : 2;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new(CorrelationName, CorrelationId),
        1 when ValidationId is { } id => new(ValidationName, id),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        ValidationId is null ? "correlation " + CorrelationId : $"validation {ValidationId}, correlation {CorrelationId}";

    /// <summary>
    /// Finds the innermost scope of this type among all current scopes, which include the framework's. Returns null outside of a
    /// request or a validation.
    /// </summary>
    public static LogScope? InnermostOf(IExternalScopeProvider scopes)
    {
        _found = null;

        // Scopes are visited from the outermost to the innermost, so the last match wins. The result is in a static field,
        // because a lambda that captures a variable would be allocated for every log line.
        scopes.ForEachScope<object?>(static (scope, _) => _found = scope as LogScope ?? _found, null);
        return _found;
    }

    /// <summary>Sets the validation id of a request, for its further log lines and its span.</summary>
    internal static void SetValidationId(HttpContext http, string validationId)
    {
        if (http.Features.Get<LogScope>() is { } scope)
            scope.ValidationId = validationId;
        FinRiskActivity.SetRequestValidation(validationId);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
