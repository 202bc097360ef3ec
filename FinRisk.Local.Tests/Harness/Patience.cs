namespace FinRisk.Local.Tests.Harness;

/// <summary>How long a test waits for what must come; it only ever passes where a test fails.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Waits until something is so, and fails where it never is.</summary>
    public static async Task UntilAsync(Func<bool> reached)
    {
        for (var wait = 0; wait < 4_000 && !reached(); wait++)
            await Task.Delay(5);
        Assert.True(reached());
    }
}
