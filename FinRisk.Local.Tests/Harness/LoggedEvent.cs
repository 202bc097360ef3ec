using Microsoft.Extensions.Logging;

namespace FinRisk.Local.Tests.Harness;

/// <summary>One log event.</summary>
internal sealed record LoggedEvent(
    LogLevel Level, int Id, string? Name, string Text, IReadOnlyDictionary<string, object?> Values, string Scope);
