using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Audit;

/// <summary>
/// Audits answers that need no validation: cached scores, and older scores and refusals while the circuit is open. The record is
/// queued and written in the background, so the answer does not wait for it. Records that arrive during a write are written
/// together in the next batch. If the audit log cannot be written, the queue fills up to <see cref="MaxPending"/>; after that no
/// more such answers are given.
/// </summary>
public sealed partial class Disclosures(IAuditLog audit, TimeProvider clock, ILogger<Disclosures> log)
{
    /// <summary>The maximum number of unwritten records. A healthy audit log stays far below it.</summary>
    public const int MaxPending = 4096;

    /// <summary>The maximum number of records in one write: the maximum of one Azure Tables transaction.</summary>
    public const int MaxBatch = 100;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<AuditRecord> _pending = new();
    private bool _isWriting;

    /// <summary>
    /// Queues a record. Returns false if too many records are unwritten; the audited action must then not take place.
    /// </summary>
    public bool TryEnqueue(AuditRecord record)
    {
        lock (_gate)
        {
            if (_pending.Count >= MaxPending)
                return false;
            _pending.Enqueue(record);
            if (!_isWriting)
            {
                _isWriting = true;
                _ = WriteAsync();
            }

            return true;
        }
    }

    private async Task WriteAsync()
    {
        // Return to the caller first, because it holds the lock.
        await Task.Yield();
        while (PeekBatch() is { Length: > 0 } batch)
            await WriteAsync(batch);
    }

    /// <summary>Returns the oldest unwritten records. They stay in the queue until they are written.</summary>
    private AuditRecord[] PeekBatch()
    {
        lock (_gate)
        {
            // Under the same lock as the enqueueing, so that no record is left without a writer.
            _isWriting = _pending.Count > 0;
            return [.. _pending.Take(MaxBatch)];
        }
    }

    private async Task WriteAsync(AuditRecord[] batch)
    {
        try
        {
            while (!await TryWriteAsync(batch))
                await Task.Delay(RetryAfter, clock);
        }
        catch (OperationCanceledException)
        {
            // The host has closed its store before the records were written. These log lines replace them.
            foreach (var record in batch)
                Log.Lost(log, record.Action, record.ValidationId, record.Caller, record.CorrelationId);
        }

        lock (_gate)
        {
            for (var written = 0; written < batch.Length; written++)
                _pending.Dequeue();
        }
    }

    private async Task<bool> TryWriteAsync(AuditRecord[] batch)
    {
        try
        {
            await audit.AppendAllAsync(batch, CancellationToken.None);
            return true;
        }
        catch (AuditException)
        {
            Log.Delayed(log, batch.Length);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            6001,
            LogLevel.Error,
            "audit_delayed: {count} records are not written yet and will be tried again",
            EventName = "audit_delayed")]
        public static partial void Delayed(ILogger log, int count);

        [LoggerMessage(
            6002,
            LogLevel.Critical,
            "audit_lost: {act} of {validationId} by {caller}; correlation {correlationId}",
            EventName = "audit_lost")]
        public static partial void Lost(ILogger log, string act, string? validationId, string caller, string? correlationId);
    }
}
