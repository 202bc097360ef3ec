using System.Runtime.CompilerServices;
using FinRisk.Local.Store;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Time;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Audit;

/// <summary>
/// The audit log, a table in the store's database. <see cref="LocalStore.CompleteAsync"/> writes the audit record of a completed
/// validation in the transaction that completes the validation.
/// </summary>
internal sealed class LocalAudit(StoreWriter writer, StoreReaders readers, FinRiskSettings settings, TimeProvider clock)
    : IAuditLog, IAuditReader
{
    private const int MaxPageRows = 1000;

    /// <summary>
    /// The time range that one query searches: an hour, which takes a fraction of a second even on a busy host.
    /// </summary>
    private static readonly TimeSpan SearchStep = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Task AppendAsync(AuditRecord record, CancellationToken stopping) => AppendAllAsync([record], stopping);

    /// <inheritdoc/>
    public async Task AppendAllAsync(IReadOnlyList<AuditRecord> records, CancellationToken stopping)
    {
        try
        {
            await writer.WriteAsync(store =>
            {
                foreach (var record in records)
                    store.Audit(record);
            });
        }
        catch (StoreException exception)
        {
            throw new AuditException(exception);
        }
    }

    /// <summary>Reads a day in pages, so that no single read takes long and a day of any size fits into memory.</summary>
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

            // Yields, so that a long export does not occupy a thread-pool thread.
            await Task.Yield();
        }
        while (page.Count == MaxPageRows);
    }

    /// <summary>
    /// Searches the audit log from the time in the validation's id to <see cref="AuditSearchWindow.AfterIdTime"/> later, when
    /// the validation has been purged and no more records about it can be written.
    /// </summary>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping)
    {
        var found = new List<AuditRecord>();
        var from = id.Time;
        var last = from + AuditSearchWindow.AfterIdTime(settings.Validation, settings.ScoreHistory);

        // A step beyond the last moment, so that the step that contains it is searched.
        var to = Moments.Earlier(clock.GetUtcNow(), last) + SearchStep;
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

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRecord>> FindAsync(
        string correlationId, DateOnly first, DateOnly last, int maxRecords, CancellationToken stopping)
    {
        var found = new List<AuditRecord>();
        var end = last == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(last.AddDays(1));
        for (var from = StartOf(first); from < end && found.Count < maxRecords; from = Moments.Earlier(Next(from), end))
        {
            var (start, stop, maxRows) = (from, Moments.Earlier(Next(from), end), maxRecords - found.Count);
            var rows = readers.Read(reader => reader.Audit.FindCorrelated(
                AuditSequence.FloorOf(start), AuditSequence.FloorOf(stop), correlationId, maxRows));
            found.AddRange(rows.Select(row => row.Record));

            await Task.Yield();
            stopping.ThrowIfCancellationRequested();
        }

        return found;
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The end of the search step that begins at <paramref name="from"/>, without an overflow on the last day.</summary>
    private static DateTimeOffset Next(DateTimeOffset from) =>
        from < DateTimeOffset.MaxValue - SearchStep ? from + SearchStep : DateTimeOffset.MaxValue;
}
