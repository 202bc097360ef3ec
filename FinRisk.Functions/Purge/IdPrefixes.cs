using FinRisk.Scoring.Ids;

namespace FinRisk.Functions.Purge;

/// <summary>The beginnings that validation ids of a span of time have.</summary>
internal static class IdPrefixes
{
    /// <summary>Five characters hold the upper 25 of an id's 48 bits of milliseconds: 2.3 hours share them.</summary>
    public const int Length = 5;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1 << 23);

    /// <summary>Every prefix of an id made in this span, oldest first.</summary>
    public static IEnumerable<string> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var last = PrefixAt(to);
        for (var moment = from; ; moment += Step)
        {
            var prefix = PrefixAt(moment);
            yield return prefix;
            if (string.CompareOrdinal(prefix, last) >= 0)
                yield break;
        }
    }

    private static string PrefixAt(DateTimeOffset moment) => ValidationId.FloorOf(moment)[..Length];
}
