using RiskShield.Simulator.Journal;

namespace RiskShield.Simulator.Control;

/// <summary>The response of <c>GET /control/journal</c>.</summary>
/// <param name="Next">The value of <c>since</c> for a request that continues after these entries.</param>
/// <param name="Entries">The matching entries, oldest first.</param>
internal sealed record JournalPage(long Next, JournalLine[] Entries)
{
    public static JournalPage FromRead((long Next, JournalEntry[] Entries) read, bool withBodySha256) =>
        new(read.Next, Array.ConvertAll(read.Entries, entry => JournalLine.FromEntry(entry, withBodySha256)));
}
