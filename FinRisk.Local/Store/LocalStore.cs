using System.Text.Json;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>What the rest of the host sees of the store.</summary>
internal sealed class LocalStore(StoreWriter writer, StoreReaders readers) : IScoreHistory, IStorageProbe
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Accepts a validation; the task completes when that is on the disk. Returns the existing one of the same id, if any.
    /// </summary>
    public Task<ValidationRecord?> AcceptAsync(ValidationInput input)
    {
        // Written out here and not within the transaction: the one writer does nothing that its callers can do side by side.
        var json = JsonSerializer.SerializeToUtf8Bytes(input, StoreJson.Default.ValidationInput);
        return writer.WriteAsync(store => store.Accept(input.ValidationId.Value, json));
    }

    /// <summary>
    /// Carries out a change for as long as it takes: what it keeps is paid for and is not given up because the disk is full for a
    /// while. The writer logs every failure.
    /// </summary>
    /// <exception cref="OperationCanceledException">The host stops first; the next process does the work again.</exception>
    public static async Task WriteUntilCommittedAsync(Func<Task> change, TimeProvider clock, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await change();
                return;
            }
            catch (StoreException)
            {
                await Task.Delay(RetryAfter, clock, stopping);
            }
        }
    }

    /// <summary>Keeps the finished calls of a running validation.</summary>
    public Task JournalAsync(string id, JournaledAttempt[] journal)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(journal, StoreJson.Default.JournaledAttemptArray);
        return writer.WriteAsync(store => store.Journal(id, json));
    }

    /// <summary>Ends a validation and audits it, in one transaction.</summary>
    public Task CompleteAsync(ValidationRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record.Outcome!, StoreJson.Default.ValidationOutcome);
        var audit = AuditRecords.Ended(record);
        return writer.WriteAsync(store => store.Complete(record, json, audit));
    }

    /// <summary>Keeps the circuit; changes reach the disk in the order of these calls.</summary>
    public Task KeepAsync(CircuitSnapshot circuit)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(circuit, StoreJson.Default.CircuitSnapshot);
        return writer.WriteAsync(store => store.KeepCircuit(json));
    }

    /// <summary>A finished validation, or null.</summary>
    public ValidationRecord? Find(ValidationId id) => readers.Read(reader => reader.FindEnded(id.Value));

    /// <summary>The newest validations that ended in a span before a moment.</summary>
    public IReadOnlyList<ValidationRecord> FindEndedBefore(DateTimeOffset moment, TimeSpan span, int maxRows) =>
        readers.Read(reader => reader.FindEndedBetween(moment - span, moment, maxRows));

    /// <inheritdoc/>
    public ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping) =>
        ValueTask.FromResult(readers.Read(reader => reader.FindScore(applicantKey)));

    /// <summary>What an earlier process left.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public StoredState Restore() => readers.Read(reader => reader.ReadState());

    /// <summary>Moves values that cannot be read out of the way of the next start.</summary>
    public Task SetAsideAsync(IReadOnlyList<DamagedValue> damaged, DateTimeOffset at) => writer.WriteAsync(store =>
    {
        foreach (var value in damaged)
            store.SetAside(value, at);
    });

    /// <inheritdoc/>
    public async ValueTask<bool> IsUsableAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Run(readers.Probe, stopping).WaitAsync(ProbeTimeout, stopping);

            // At the start and after a failure only a commit can tell whether the disk takes one.
            if (!writer.IsUsable)
                await writer.WriteAsync(store => store.Probe()).WaitAsync(ProbeTimeout, stopping);
            return true;
        }
        catch (Exception fault) when (fault is StoreException or TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
