using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Audit;

/// <summary>
/// Audits scores that the cache hands out without a validation. The answer does not wait for the record, which is on its way to
/// the disk when the answer is; but where records cannot be written any more they pile up only so far, and then the cache stays
/// shut.
/// </summary>
public sealed partial class Disclosures(IAuditLog audit, TimeProvider clock, ILogger<Disclosures> log)
{
    /// <summary>How many may be on their way: far more than a healthy log ever has.</summary>
    public const int MaxPending = 256;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private int _onTheirWay;

    /// <summary>Takes a record; false where too many are still unwritten, and then the score must not be handed out.</summary>
    public bool TryNote(AuditRecord record)
    {
        if (Interlocked.Increment(ref _onTheirWay) > MaxPending)
        {
            Interlocked.Decrement(ref _onTheirWay);
            return false;
        }

        _ = KeepAsync(record);
        return true;
    }

    private async Task KeepAsync(AuditRecord record)
    {
        try
        {
            while (!await TryKeepAsync(record))
                await Task.Delay(RetryAfter, clock);
        }
        catch (OperationCanceledException)
        {
            // The host has closed its store first: what is left of the record is this line.
            Log.Lost(log, record.Act, record.ValidationId, record.Caller, record.CorrelationId);
        }
        finally
        {
            Interlocked.Decrement(ref _onTheirWay);
        }
    }

    private async Task<bool> TryKeepAsync(AuditRecord record)
    {
        try
        {
            await audit.AppendAsync(record, CancellationToken.None);
            return true;
        }
        catch (AuditException)
        {
            Log.Delayed(log, record.Act, record.ValidationId);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            6001,
            LogLevel.Error,
            "audit_delayed: {act} of {validationId} is not written yet and will be tried again",
            EventName = "audit_delayed")]
        public static partial void Delayed(ILogger log, string act, string? validationId);

        [LoggerMessage(
            6002,
            LogLevel.Critical,
            "audit_lost: {act} of {validationId} by {caller}; correlation {correlationId}",
            EventName = "audit_lost")]
        public static partial void Lost(ILogger log, string act, string? validationId, string caller, string? correlationId);
    }
}
