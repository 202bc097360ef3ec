using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Stories;

/// <summary>Maps stored validations and audit records to the responses of <see cref="StoryEndpoint"/>.</summary>
internal static class StoryMapper
{
    /// <summary>Returns the story of a validation that the host still has.</summary>
    /// <param name="record">The validation.</param>
    /// <param name="now">The current time, for the duration of a validation that has not ended.</param>
    public static StoryResponse FromRecord(ValidationRecord record, DateTimeOffset now)
    {
        var (outcome, source) = (record.Outcome, record.Outcome?.Score);
        var history = outcome is null ? record.History : outcome.History;
        return new StoryResponse(
            record.Id.Value,
            record.Caller,
            record.CorrelationId,
            record.Status.ToString(),
            outcome?.Name,
            record.CreatedAt.UtcDateTime,
            outcome is null ? null : record.UpdatedAt.UtcDateTime,
            Milliseconds((outcome is null ? now : record.UpdatedAt) - record.CreatedAt),
            record.Attempts,
            outcome?.DegradedBy is not null,
            outcome?.DegradedBy?.ToCode(),
            source?.Provider,
            source is { } stored && stored.ValidationId != record.Id ? stored.ValidationId.Value : null,
            source?.ScoredAt.UtcDateTime,
            outcome?.RetryAt?.UtcDateTime,
            record.Waiting is { } waiting ? new StoryWaitResponse(waiting.Code, waiting.NextAttemptAt.UtcDateTime) : null,
            Purged: false,
            [.. (history?.Entries ?? []).Select(FromEntry)],
            history is { LeftOut: > 0 and var leftOut } ? leftOut : null);
    }

    /// <summary>Returns the story of a validation that was purged, from the audit log. The attempts are not known.</summary>
    /// <param name="id">The validation's id.</param>
    /// <param name="ended">The audit record of the end of the validation.</param>
    public static StoryResponse FromAudit(ValidationId id, AuditRecord ended) => new(
        id.Value,
        ended.Caller,
        ended.CorrelationId,
        StatusOf(ended),
        OutcomeOf(ended),
        ended.AcceptedAt?.UtcDateTime,
        ended.EndedAt?.UtcDateTime,
        ended is { AcceptedAt: { } accepted, EndedAt: { } end } ? Milliseconds(end - accepted) : null,
        ended.Attempts ?? 0,
        ended.Degraded is true,
        DegradedReason: null,
        ended.Provider,
        ended.ScoreOf,
        ScoredAt: null,
        RetryAt: null,
        Waiting: null,
        Purged: true,
        Attempts: null,
        AttemptsLeftOut: null);

    /// <summary>Returns the result of a search by correlation id, oldest validation first.</summary>
    /// <param name="query">The search.</param>
    /// <param name="records">The audit records found.</param>
    /// <param name="unfinished">The validations found that have not ended.</param>
    /// <param name="complete">True if the search covered everything.</param>
    public static StorySearchResponse FromSearch(
        CorrelationQuery query, IReadOnlyList<AuditRecord> records, FoundUnfinished unfinished, bool complete)
    {
        var ended = records
            .Where(record => record is { Action: AuditActions.ValidationEnded, ValidationId: not null })
            .GroupBy(record => record.ValidationId!)

            // A validation that failed and was started again has a record for each run.
            .Select(runs => FromEnded(runs.Last()))
            .ToArray();
        var endedIds = ended.Select(validation => validation.ValidationId).ToHashSet(StringComparer.Ordinal);
        var running = unfinished.Validations
            .Where(record => !endedIds.Contains(record.Id.Value))
            .Select(record => new FoundValidationResponse(
                record.Id.Value,
                record.Caller,
                record.Status.ToString(),
                Outcome: null,
                record.CreatedAt.UtcDateTime,
                EndedAt: null,
                record.Attempts,
                Provider: null));
        return new StorySearchResponse(
            query.Id,
            query.From,
            query.To,
            complete,
            [.. ended.Concat(running).OrderBy(validation => validation.AcceptedAt)],
            [
                .. records.Where(record => record.Action is AuditActions.ScoreDisclosed or AuditActions.RequestRefused)
                    .Select(FromAnswered),
            ]);
    }

    private static FoundValidationResponse FromEnded(AuditRecord ended) => new(
        ended.ValidationId!,
        ended.Caller,
        StatusOf(ended),
        OutcomeOf(ended),
        ended.AcceptedAt?.UtcDateTime,
        ended.EndedAt?.UtcDateTime,
        ended.Attempts ?? 0,
        ended.Provider);

    private static AnsweredResponse FromAnswered(AuditRecord answered) => new(
        answered.At.UtcDateTime,
        answered.Caller,
        answered.Action,
        OutcomeOf(answered),
        answered.ScoreOf ?? answered.ValidationId);

    private static AttemptResponse FromEntry(AttemptEntry entry) => new(
        entry.Provider,
        entry.Attempt,
        WireName.Of(entry.Circuit),
        entry.Status.ToWire(),
        entry.Status == AttemptStatus.Scored ? null : entry.Status.ToFailureCode().ToCode(),
        (entry.FinishedAt - entry.Elapsed).UtcDateTime,
        entry.FinishedAt.UtcDateTime,
        Milliseconds(entry.Elapsed),
        entry.HttpStatus,
        entry.NetworkError is { } error ? WireName.Of(error) : null,
        entry.RetryAfter?.TotalSeconds,
        entry.CircuitOpenUntil?.UtcDateTime,
        entry.NextAttemptAt?.UtcDateTime,
        entry.NextAttemptAt is { } next ? Milliseconds(next - entry.FinishedAt) : null);

    /// <summary>
    /// Returns the outcome's name. The audit record of a degraded validation has the outcome <c>scored</c> and a separate flag.
    /// </summary>
    private static string? OutcomeOf(AuditRecord record) =>
        record is { Outcome: ValidationOutcome.Scored, Degraded: true } ? ValidationOutcome.Degraded : record.Outcome;

    private static string StatusOf(AuditRecord ended) =>
        (ended.Outcome == ValidationOutcome.Scored ? ValidationStatus.Completed : ValidationStatus.Failed).ToString();

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);
}
