using System.Security.Cryptography;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Fresh values for headers.</summary>
internal static class Ids
{
    public static string CorrelationId() => "t-" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    public static string IdempotencyKey() => "key-" + RandomNumberGenerator.GetHexString(24, lowercase: true);

    public static string TraceId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static (string, string) CorrelatedBy(string id) => ("X-Correlation-ID", id);

    public static (string, string) Keyed(string key) => ("Idempotency-Key", key);

    public static (string, string) Prefer(string value) => ("Prefer", value);

    public static (string, string) NoCache { get; } = ("Cache-Control", "no-cache");
}
