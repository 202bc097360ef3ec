using System.Collections.Concurrent;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Tests.Audit;

/// <summary>An audit log in memory that can be full, or slow.</summary>
internal sealed class InMemoryAudit : IAuditLog, IAuditReader
{
    private readonly ConcurrentQueue<AuditRecord> _records = [];

    public IReadOnlyList<AuditRecord> Records => [.. _records];

    /// <summary>Whether writing fails.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Until when every write takes.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    /// <summary>Waits until so many records are written, and fails where they never are.</summary>
    public async Task<IReadOnlyCollection<AuditRecord>> WhenWrittenAsync(int records, Action? meanwhile = null)
    {
        for (var wait = 0; wait < 4_000 && _records.Count < records; wait++)
        {
            meanwhile?.Invoke();
            await Task.Delay(5);
        }

        Assert.Equal(records, _records.Count);
        return _records;
    }

    /// <summary>How many writes there were.</summary>
    public int Writes { get; private set; }

    public Task AppendAsync(AuditRecord record, CancellationToken stopping) => AppendAllAsync([record], stopping);

    public async Task AppendAllAsync(IReadOnlyList<AuditRecord> records, CancellationToken stopping)
    {
        await Held;
        if (IsBroken)
            throw new AuditException();
        Writes++;
        foreach (var record in records)
            _records.Enqueue(record);
    }

    public async IAsyncEnumerable<AuditRecord> ReadDayAsync(
        DateOnly day, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stopping)
    {
        foreach (var record in _records.Where(record => DateOnly.FromDateTime(record.At.UtcDateTime) == day))
        {
            await Task.Yield();
            yield return record;
        }
    }

    public Task<IReadOnlyList<AuditRecord>> FindAsync(
        string correlationId, DateOnly first, DateOnly last, int maxRecords, CancellationToken stopping) =>
        Task.FromResult<IReadOnlyList<AuditRecord>>(
        [
            .. _records.Where(record => record.CorrelationId == correlationId
                && DateOnly.FromDateTime(record.At.UtcDateTime) >= first && DateOnly.FromDateTime(record.At.UtcDateTime) <= last)
                .Take(maxRecords),
        ]);

    public Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping) =>
        Task.FromResult<IReadOnlyList<AuditRecord>>([.. _records.Where(record => record.ValidationId == id.Value)]);
}
