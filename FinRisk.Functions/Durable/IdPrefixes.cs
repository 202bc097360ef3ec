using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Time;

namespace FinRisk.Functions.Durable;

/// <summary>
/// Lists the prefixes of the validation ids of a time range, so that Durable's instances can be queried by
/// <c>InstanceIdPrefix</c> instead of all being scanned. Used by the purge, the operations page and the search for an applicant's
/// data.
/// </summary>
internal static class IdPrefixes
{
    /// <summary>
    /// The number of characters in a prefix. Five characters of 5 bits encode the upper 25 of the 48 bits of milliseconds in an
    /// id, so the ids of 2^23 ms (2.3 hours) share a prefix.
    /// </summary>
    public const int Length = 5;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1 << 23);

    /// <summary>Returns every prefix of the ids made from one moment to another, oldest first.</summary>
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

    /// <summary>Returns every prefix of the ids of the validations that were accepted from one moment to another.</summary>
    /// <param name="from">The earliest acceptance.</param>
    /// <param name="to">The latest acceptance.</param>
    /// <param name="window">
    /// <c>Validation:IdempotencyKeepFor</c>: an id made from an idempotency key begins with the start of the window, before the
    /// acceptance.
    /// </param>
    public static IEnumerable<string> AcceptedBetween(DateTimeOffset from, DateTimeOffset to, TimeSpan window)
    {
        var firstWindow = Moments.WindowStart(from, window);
        return Between(firstWindow, firstWindow).Concat(Between(from, to)).Distinct();
    }

    private static string PrefixAt(DateTimeOffset moment) => ValidationId.FloorOf(moment)[..Length];
}
