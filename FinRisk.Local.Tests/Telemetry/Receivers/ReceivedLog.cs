namespace FinRisk.Local.Tests.Telemetry.Receivers;

/// <summary>One log record as a receiver got it.</summary>
internal sealed record ReceivedLog(string Event, string Body, IReadOnlyDictionary<string, string> Attributes);
