using System.Runtime.CompilerServices;
using FinRisk.Local.Store;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Audit;

/// <summary>The audit log in the store's own file. The ends of validations get there with the store's own commits.</summary>
internal sealed class LocalAudit(StoreWriter writer, StoreReaders readers, FinRiskSettings settings, TimeProvider clock)
    : IAuditLog, IAuditReader
{
    private const int MaxPageRows = 1000;

    /// <summary>How much is searched at once; a busy hour is read in a fraction of a second.</summary>
    private static readonly TimeSpan SearchStep = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task AppendAsync(AuditRecord record, CancellationToken stopping)
    {
        try
        {
            await writer.WriteAsync(store => store.Audit(record));
        }
        catch (StoreException fault)
        {
            throw new AuditException(fault);
        }
    }

    /// <summary>Page by page, so that no read is long and a day of any size fits into memory.</summary>
    public async IAsyncEnumerable<AuditRecord> ReadDayAsync(DateOnly day, [EnumeratorCancellation] CancellationToken stopping)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var from = AuditSequence.FloorOf(start);
        var to = day == DateOnly.MaxValue ? long.MaxValue : AuditSequence.FloorOf(start.AddDays(1));
        List<(long Key, AuditRecord Record)> page;
        do
        {
            stopping.ThrowIfCancellationRequested();
            var first = from;
            page = readers.Read(reader => reader.Audit.ReadPage(first, to, MaxPageRows));
            foreach (var (key, record) in page)
            {
                yield return record;
                from = key + 1;
            }

            // A long export must not keep one of the pool's threads to itself.
            await Task.Yield();
        }
        while (page.Count == MaxPageRows);
    }

    /// <summary>
    /// Searches the log from the validation's acceptance until nothing can be added about it. Its id carries the start of
    /// its idempotency key's window, and it is purged, and so read no more, some time after it ended.
    /// </summary>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping)
    {
        var found = new List<AuditRecord>();
        var from = id.Time;
        var last = from + AuditSpan.AfterIdTime(settings.Validation, settings.ScoreHistory);
        var to = Earlier(clock.GetUtcNow(), last) + SearchStep;
        for (; from < to; from += SearchStep)
        {
            var start = from;
            var rows = readers.Read(reader =>
                reader.Audit.Find(AuditSequence.FloorOf(start), AuditSequence.FloorOf(start + SearchStep), id.Value));
            found.AddRange(rows.Select(row => row.Record));

            await Task.Yield();
            stopping.ThrowIfCancellationRequested();
        }

        return found;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
