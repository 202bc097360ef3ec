namespace FinRisk.Scoring.Tests.RiskShield;

/// <summary>One request as it arrived at the vendor.</summary>
internal sealed record ReceivedCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
