using Microsoft.Extensions.Logging;

namespace FinRisk.Testing.Logging;

/// <summary>One log event.</summary>
public sealed record LoggedEvent(
    LogLevel Level, int Id, string? Name, string Text, IReadOnlyDictionary<string, object?> Values, string Scope);
