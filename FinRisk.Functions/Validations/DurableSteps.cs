using FinRisk.Functions.Audit;
using FinRisk.Functions.Circuit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Validations;

/// <summary>The steps of <see cref="ScoringWorkflow"/> made durable by Durable Functions.</summary>
internal sealed partial class DurableSteps(TaskOrchestrationContext context, CircuitReplica circuit) : IScoringSteps
{
    /// <summary>
    /// For an activity that did not end at all, because its process was killed or the host stopped. What the vendor does never
    /// ends an activity with an exception, so this hides no attempt from the circuit.
    /// </summary>
    private static readonly TaskOptions Again = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 8,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromSeconds(30)));

    private readonly ILogger _log = context.CreateReplaySafeLogger<DurableSteps>();
    private DateTimeOffset? _due;
    private bool _audited;

    public async Task<AttemptResult> CallVendorAsync(VendorCall attempt)
    {
        var result = await context.CallActivityAsync<AttemptResult>(
            CallVendorActivity.Name, new VendorStep(attempt, _due > context.CurrentUtcDateTime ? _due : null), Again);
        _audited = result.Audited;
        return result;
    }

    /// <summary>
    /// Audits the end, unless the vendor step has done so with its score: whatever ends without a fresh score, and a score whose
    /// record could not be written at once. Nothing answers as ended before this.
    /// </summary>
    public async Task AuditAsync(ValidationInput input, ValidationOutcome outcome)
    {
        if (_audited)
            return;
        try
        {
            await context.CallActivityAsync(AuditActivity.Name, AuditRecords.Ended(input, outcome), Again);
        }
        catch (TaskFailedException fault)
        {
            // Minutes without the table: the caller gets its answer, and this line is what is left of the record.
            var log = context.CreateReplaySafeLogger<DurableSteps>();
            Log.AuditLost(
                log,
                fault.FailureDetails.ErrorType,
                input.ValidationId.Value,
                input.Caller,
                outcome.Attempts,
                outcome.Failure,
                input.CorrelationId);
        }
    }

    public Task<CircuitDecision> AskCircuitAsync(CircuitEvent.Ask ask) => CallCircuitAsync(nameof(CircuitEntity.Ask), ask);

    public Task<CircuitDecision> ReportToCircuitAsync(CircuitEvent.Report report) =>
        CallCircuitAsync(nameof(CircuitEntity.Report), report);

    /// <summary>
    /// A storage queue counts in whole seconds and cuts the rest off, so the timer goes off up to a second early. The rest is
    /// waited out by the activity: the vendor's <c>Retry-After</c> is kept to, and a wait of 0.2 s does not become one of a
    /// second.
    /// </summary>
    public Task WaitUntilAsync(DateTimeOffset moment)
    {
        _due = moment;
        return moment.UtcDateTime > context.CurrentUtcDateTime
            ? context.CreateTimer(moment.UtcDateTime, CancellationToken.None)
            : Task.CompletedTask;
    }

    public async Task<KnownScore?> FindLastScoreAsync(string applicantKey)
    {
        try
        {
            return await context.CallActivityAsync<KnownScore?>(FindLastScoreActivity.Name, applicantKey, Again);
        }
        catch (TaskFailedException fault)
        {
            // The vendor cannot be used, and now the history cannot be read either: then there is no older score to give.
            Log.HistoryUnreadable(_log, fault.FailureDetails.ErrorType, context.InstanceId);
            return null;
        }
    }

    public void ShowProgress(ValidationProgress progress) => context.SetCustomStatus(progress);

    private async Task<CircuitDecision> CallCircuitAsync(string operation, CircuitEvent happened)
    {
        var decision = await context.Entities.CallEntityAsync<CircuitDecision>(CircuitEntity.Id, operation, happened);
        if (!context.IsReplaying)
            circuit.Forget();
        return decision;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1201,
            LogLevel.Error,
            "score_history_unreadable: {fault}; {validationId} goes without an older score",
            EventName = "score_history_unreadable")]
        public static partial void HistoryUnreadable(ILogger log, string fault, string validationId);

        [LoggerMessage(
            6201,
            LogLevel.Critical,
            "audit_lost: {fault}; validation-ended of {validationId} by {caller}, {attempts} attempts, failure {failure}; "
            + "correlation {correlationId}",
            EventName = "audit_lost")]
        public static partial void AuditLost(
            ILogger log,
            string fault,
            string validationId,
            string caller,
            int attempts,
            FailureCode? failure,
            string correlationId);
    }
}
