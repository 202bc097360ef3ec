using System.Text.Json;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>
/// The operations on stored validations, scores and circuits for the rest of the host. A task that writes completes when the
/// change is on the disk, and fails with <see cref="StoreException"/> if it could not be committed.
/// </summary>
internal sealed class LocalStore(StoreWriter writer, StoreReaders readers) : IScoreHistory, IStorageProbe
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Stores a new validation as running. Returns null; or, if an ended validation with the same id must not be replaced,
    /// returns that one and stores nothing.
    /// </summary>
    public Task<ValidationRecord?> AcceptAsync(ValidationInput input)
    {
        // Serialized here, concurrently with other callers, and not on the only writer thread.
        var json = JsonSerializer.SerializeToUtf8Bytes(input, StoreJson.Default.ValidationInput);
        return writer.WriteAsync(store => store.Accept(input.ValidationId.Value, json));
    }

    /// <summary>
    /// Repeats a change every <see cref="RetryAfter"/> until it is committed, for results of vendor calls that have been paid
    /// for: a full disk must not lose them. The writer logs the failures.
    /// </summary>
    /// <param name="change">The change, which throws <see cref="StoreException"/> if it is not committed.</param>
    /// <param name="clock">Measures the time between two tries.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    /// <exception cref="OperationCanceledException">The host stops first; the next process repeats the work.</exception>
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

    /// <summary>Stores the finished calls of a running validation.</summary>
    public Task JournalAsync(string id, JournaledAttempt[] journal)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(journal, StoreJson.Default.JournaledAttemptArray);
        return writer.WriteAsync(store => store.Journal(id, json));
    }

    /// <summary>Stores the outcome of a validation and its audit record, in one transaction.</summary>
    public Task CompleteAsync(ValidationRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record.Outcome!, StoreJson.Default.ValidationOutcome);
        var audit = AuditRecords.Ended(record);
        return writer.WriteAsync(store => store.Complete(record, json, audit));
    }

    /// <summary>Stores the snapshot of a provider's circuit. Snapshots are written in the order of these calls.</summary>
    public Task SaveAsync(string provider, CircuitSnapshot circuit)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(circuit, StoreJson.Default.CircuitSnapshot);
        return writer.WriteAsync(store => store.SaveCircuit(provider, json));
    }

    /// <summary>The ended validation with this id, or null.</summary>
    public ValidationRecord? Find(ValidationId id) => readers.Read(reader => reader.FindEnded(id.Value));

    /// <inheritdoc/>
    public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping) =>
        ValueTask.FromResult(readers.Read(reader => reader.FindScore(applicantHash)));

    /// <summary>Reads the state that an earlier process left.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public StoredState Restore() => readers.Read(reader => reader.ReadState());

    /// <summary>Moves damaged values to the table <c>set_aside</c>, so that the next start does not read them again.</summary>
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

            // Before the first commit and after a failed one, only another commit can show whether the disk accepts writes.
            if (!writer.IsUsable)
                await writer.WriteAsync(store => store.Probe()).WaitAsync(ProbeTimeout, stopping);
            return true;
        }
        catch (Exception exception) when (exception is StoreException or TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
