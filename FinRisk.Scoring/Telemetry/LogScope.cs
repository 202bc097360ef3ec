using System.Collections;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Telemetry;

/// <summary>
/// The log scope of one request or one validation: puts the correlation id, and the validation's id once it is known, on every
/// line written within it, without a dictionary.
/// </summary>
public sealed class LogScope(string correlationId, string? validationId = null) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>The name of the first member on a log line.</summary>
    public const string CorrelationName = "correlationId";

    /// <summary>The name of the second.</summary>
    public const string ValidationName = "validationId";

    [ThreadStatic]
    private static LogScope? _found;

    /// <summary>The correlation id.</summary>
    public string CorrelationId { get; } = correlationId;

    /// <summary>The validation's id; null while there is none.</summary>
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
    /// The innermost one among those of the framework, which repeat a request's path and what else a caller sends; null outside
    /// of a request and a validation.
    /// </summary>
    public static LogScope? InnermostOf(IExternalScopeProvider scopes)
    {
        _found = null;

        // From the outermost inwards: the last one stays. A static, because a closure would be made for every line.
        scopes.ForEachScope<object?>(static (scope, _) => _found = scope as LogScope ?? _found, null);
        return _found;
    }

    /// <summary>The request turns out to be about this validation: its further lines and its span say so.</summary>
    internal static void Name(HttpContext http, string validationId)
    {
        if (http.Features.Get<LogScope>() is { } scope)
            scope.ValidationId = validationId;
        FinRiskActivity.NameRequest(validationId);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
