using System.Diagnostics;

namespace FinRisk.Bench.Load;

/// <summary>Progress lines go to standard error, so that standard output holds the summary and nothing else.</summary>
internal static class Progress
{
    private static readonly Stopwatch SinceStart = Stopwatch.StartNew();

    /// <summary>One line, with the time since the start: whoever waits sees how fast it goes.</summary>
    public static void Say(string line) => Console.Error.WriteLine($"{SinceStart.Elapsed:mm\\:ss}  {line}");
}
