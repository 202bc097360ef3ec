namespace FinRisk.Local.Tests.Telemetry.Receivers;

/// <summary>One span as a receiver got it.</summary>
internal sealed record ReceivedSpan(
    string TraceId, string SpanId, string ParentId, string Name, bool IsError, IReadOnlyDictionary<string, string> Attributes);
