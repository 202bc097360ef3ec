using System.Diagnostics;

namespace FinRisk.Local.Tests.Harness;

/// <summary>How long a test waits for what must come; it only ever passes where a test fails.</summary>
internal static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Waits until something is so, and fails where it never is.</summary>
    /// <param name="reached">Looks once.</param>
    /// <param name="instead">What came instead, for the message of a failure.</param>
    public static async Task UntilAsync(Func<bool> reached, Func<string>? instead = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Long, $"It did not come. {instead?.Invoke()}");
            await Task.Delay(5);
        }
    }
}
