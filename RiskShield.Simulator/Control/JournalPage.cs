using RiskShield.Simulator.Journal;

namespace RiskShield.Simulator.Control;

/// <summary>The answer of <c>GET /control/journal</c>; <paramref name="Next"/> is the <c>since</c> that continues it.</summary>
internal sealed record JournalPage(long Next, JournalLine[] Entries)
{
    public static JournalPage Of((long Next, JournalEntry[] Entries) read, bool withBodySha256) =>
        new(read.Next, Array.ConvertAll(read.Entries, entry => JournalLine.Of(entry, withBodySha256)));
}
