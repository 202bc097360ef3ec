namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>An answer and how long it took.</summary>
internal sealed record TimedAnswer(Answer Answer, TimeSpan Elapsed);
