namespace FinRisk.Bench.Load;

/// <summary>Progress lines go to standard error, so that standard output holds the summary and nothing else.</summary>
internal static class Progress
{
    public static void Say(string line) => Console.Error.WriteLine(line);
}
