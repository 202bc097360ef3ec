namespace FinRisk.Local.Tests.Harness;

/// <summary>How long a test waits for what must come; it only ever passes where a test fails.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
}
