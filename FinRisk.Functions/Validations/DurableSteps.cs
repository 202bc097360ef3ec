using FinRisk.Functions.Audit;
using FinRisk.Functions.Circuit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>Implements the steps of <see cref="ScoringWorkflow"/> with Durable activities, entity calls and timers.</summary>
internal sealed partial class DurableSteps(TaskOrchestrationContext context, CircuitCopies circuits) : IScoringSteps
{
    /// <summary>
    /// Retries an activity that failed because its process was killed, the host stopped or storage was unavailable. A failed
    /// vendor call does not throw, so these retries hide no attempt from the circuit.
    /// </summary>
    private static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 8,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromSeconds(30)));

    private readonly ILogger _log = context.CreateReplaySafeLogger<DurableSteps>();

    /// <summary>The end of the last wait, before which the next call must not be made; null before the first wait.</summary>
    private DateTimeOffset? _due;

    /// <summary>True if the last vendor step has audited the end of the validation together with its score.</summary>
    private bool _audited;

    public async Task<AttemptResult> CallVendorAsync(VendorCall request)
    {
        var result = await context.CallActivityAsync<AttemptResult>(
            CallVendorActivity.Name, new VendorStep(request, _due > context.CurrentUtcDateTime ? _due : null), Retry);
        _audited = result.Audited;
        return result;
    }

    /// <summary>
    /// Audits the end of the validation, unless the vendor step has already audited its score. The orchestration completes only
    /// after this step, so no caller sees the end of a validation before its record is written.
    /// </summary>
    public async Task AuditAsync(ValidationInput input, ValidationOutcome outcome)
    {
        if (_audited)
            return;
        try
        {
            await context.CallActivityAsync(AuditActivity.Name, AuditRecords.Ended(input, outcome), Retry);
        }
        catch (TaskFailedException exception)
        {
            // The table was unavailable for minutes, through all retries. The caller still gets its answer; this log line
            // replaces the audit record.
            Log.AuditLost(
                _log,
                exception.FailureDetails.ErrorType,
                input.ValidationId.Value,
                input.Caller,
                outcome.Attempts,
                outcome.Failure?.ToCode(),
                input.CorrelationId);
        }
    }

    public Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask) =>
        CallCircuitAsync(provider, nameof(CircuitEntity.Ask), ask);

    public Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report) =>
        CallCircuitAsync(provider, nameof(CircuitEntity.Report), report);

    /// <summary>
    /// Waits with a durable timer. A storage queue truncates its delay to whole seconds, so the timer fires up to a second early.
    /// The next <see cref="CallVendorActivity"/> waits for the remaining time, so that the vendor's <c>Retry-After</c> is
    /// honoured exactly.
    /// </summary>
    public Task WaitUntilAsync(DateTimeOffset moment)
    {
        _due = moment;
        return moment.UtcDateTime > context.CurrentUtcDateTime
            ? context.CreateTimer(moment.UtcDateTime, CancellationToken.None)
            : Task.CompletedTask;
    }

    public async Task<StoredScore?> FindLastScoreAsync(string applicantHash)
    {
        try
        {
            return await context.CallActivityAsync<StoredScore?>(FindLastScoreActivity.Name, applicantHash, Retry);
        }
        catch (TaskFailedException exception)
        {
            // The vendor cannot be used, and the history cannot be read either, so there is no older score to answer with.
            Log.HistoryUnreadable(_log, exception.FailureDetails.ErrorType, context.InstanceId);
            return null;
        }
    }

    public void ShowProgress(ValidationProgress progress) => context.SetCustomStatus(progress);

    private async Task<CircuitDecision> CallCircuitAsync(string provider, string operation, CircuitEvent circuitEvent)
    {
        var decision = await context.Entities.CallEntityAsync<CircuitDecision>(
            CircuitEntity.IdFor(provider), operation, circuitEvent);

        // The operation may have changed the entity, so this replica's copy is out of date.
        if (!context.IsReplaying)
            circuits[provider].Forget();
        return decision;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1201,
            LogLevel.Error,
            "score_history_unreadable: {error}; {validationId} goes without an older score",
            EventName = "score_history_unreadable")]
        public static partial void HistoryUnreadable(ILogger log, string error, string validationId);

        [LoggerMessage(
            6201,
            LogLevel.Critical,
            "audit_lost: {error}; validation-ended of {validationId} by {caller}, {attempts} attempts, failure {failure}; "
            + "correlation {correlationId}",
            EventName = "audit_lost")]
        public static partial void AuditLost(
            ILogger log,
            string error,
            string validationId,
            string caller,
            int attempts,
            string? failure,
            string correlationId);
    }
}
