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

    public async Task AppendAsync(AuditRecord record, CancellationToken stopping)
    {
        await Held;
        if (IsBroken)
            throw new AuditException();
        _records.Enqueue(record);
    }

    public async IAsyncEnumerable<AuditRecord> ReadDayAsync(DateOnly day, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stopping)
    {
        foreach (var record in _records.Where(record => DateOnly.FromDateTime(record.At.UtcDateTime) == day))
        {
            await Task.Yield();
            yield return record;
        }
    }

    public Task<IReadOnlyList<AuditRecord>> FindAsync(ValidationId id, CancellationToken stopping) =>
        Task.FromResult<IReadOnlyList<AuditRecord>>([.. _records.Where(record => record.ValidationId == id.Value)]);
}
