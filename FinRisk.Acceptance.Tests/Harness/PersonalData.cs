using System.Collections.Concurrent;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Every name, ID number and raw idempotency key that the suite sent and that nothing may keep in clear.</summary>
internal static class PersonalData
{
    /// <summary>Shorter or plainer texts ("0000000000000") turn up anywhere by chance and would prove nothing.</summary>
    private const int ShortestMark = 8;
    private const int FewestDistinctCharacters = 4;

    private static readonly ConcurrentDictionary<string, bool> Sent = new(StringComparer.Ordinal);

    public static ICollection<string> Marks => Sent.Keys;

    public static void Mark(params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (value.Trim() is { Length: >= ShortestMark } mark && mark.Distinct().Count() >= FewestDistinctCharacters)
                Sent.TryAdd(mark, true);
        }
    }

    /// <summary>A text that is safe to show in a test report.</summary>
    public static string Redact(string text) =>
        Marks.Where(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase))
            .Aggregate(text, (safe, mark) => safe.Replace(mark, "‹personal›", StringComparison.OrdinalIgnoreCase));
}
