using System.Globalization;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Time;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Handles requests to validate: starts a validation, finds the one that already belongs to the idempotency key, returns a stored
/// score, or refuses because of an open circuit (docs/contract.md, sections 1, 3 and 5). The same in every host.
/// </summary>
public sealed partial class ValidationService(
    IValidationHost host,
    IScoreCache scores,
    IScoreHistory scoreHistory,
    RequestAdmission admission,
    ApplicantSealer sealer,
    LookupHasher hasher,
    Disclosures disclosures,
    ValidationEvents events,
    RetrySettings retry,
    ValidationSettings settings,
    ScoreHistorySettings history,
    FeatureFlags features,
    ConfiguredProviders providers,
    TimeProvider clock,
    ILogger<ValidationService> log)
{
    /// <summary>
    /// The tolerated lead of the clock of the replica that obtained a score: up to this, a score from the future is recent.
    /// </summary>
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The name of the backup provider; null if none is configured or <c>Features:BackupProvider</c> switches it off.
    /// </summary>
    private string? BackupName => features.Current.BackupProvider ? providers.Backup : null;

    /// <summary>
    /// The plan without deadline and candidate path, reused as long as the features stay the same. Concurrent requests may
    /// replace it; each uses its own copy.
    /// </summary>
    private ValidationPlan _plan = new(
        retry.MaxAttempts,
        retry.FirstDelay,
        retry.MaxDelay,
        retry.MaxRetryAfter,
        features.Current.GracefulDegradation,
        history.Retention);

    /// <summary>
    /// Handles a request like <see cref="StartAsync"/>, and waits for the end of a new or running validation, up to
    /// <see cref="ValidationRequest.MaxWait"/>.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="aborted">
    /// Cancelled when the caller disconnects, which ends the waits. A validation that was admitted is started all the same.
    /// </param>
    public async ValueTask<ValidationStart> ValidateAsync(ValidationRequest request, CancellationToken aborted)
    {
        var startedAt = clock.GetTimestamp();
        var start = await StartAsync(request, aborted);
        events.RequestHandled(start, request);
        var wait = request.MaxWait - clock.GetElapsedTime(startedAt);
        return start.Kind is StartKind.Started or StartKind.Joined && request.MaxWait > TimeSpan.Zero
            ? start with { Record = await host.WaitAsync(start.Id, Moments.Longer(wait, TimeSpan.Zero), aborted) }
            : start;
    }

    /// <summary>
    /// Starts, joins or replays a validation, returns a stored score, or refuses because the circuit is open.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// The Functions host's storage failed, or a response without a validation cannot be audited now.
    /// </exception>
    public async ValueTask<ValidationStart> StartAsync(ValidationRequest request, CancellationToken aborted)
    {
        // Once admitted, the request is completed even if the caller disconnects, because it may ask again with its idempotency
        // key. Only the wait for a probe (admission) ends with the caller.
        var hashes = hasher.HashesOf(request.Applicant);
        var (id, existing) = request.IdempotencyKey is { } key
            ? await ResolveAsync(request.Caller, key, hashes, CancellationToken.None)
            : (ValidationId.New(clock), null);
        if (existing is not null && MatchExisting(existing, id, hashes) is { } start)
            return start;

        var (isHistoryCovered, stored) = await FindCachedAsync(request, hashes);
        var recent = stored is not null && IsRecent(stored) ? stored : null;
        var admitted = AdmissionDecision.Admitted;

        // A request with a deadline is not refused: its validation outlives the outage.
        if (recent is null && request.Deadline is null)
        {
            admitted = await admission.DecideAsync(id, BackupName, request.MaxWait, aborted);
            if (admitted.RefusedUntil is { } until)
                return DegradeOrRefuse(request, until, await FindLastAsync(isHistoryCovered, stored, hashes));
        }

        // Without an idempotency key, no validation is needed to return a recent score. With a key, or if the audit queue is
        // full, a validation is started that ends with this score at once, so that it can be replayed and is audited.
        if (recent is not null && request.IdempotencyKey is null && TryAuditDisclosure(recent, request))
            return new ValidationStart(StartKind.Cached, Id: default, CachedScore: recent);

        return await AcceptAsync(request, id, hashes, recent, existing, admitted.MayProbe);
    }

    /// <summary>
    /// Finds the validation id of an idempotency key. The id depends on the window (<c>Validation:IdempotencyKeepFor</c>, 24 h)
    /// in which the key was first used. A validation of the previous window counts if it is young enough and is not replaceable;
    /// a replacement gets an id of the present window, because an id of the previous window is no longer looked up once the next
    /// window begins. A validation of the next window counts too: it was started before the clock was set back, or by a replica
    /// whose clock runs ahead, and another validation would be billed a second time.
    /// </summary>
    private async ValueTask<(ValidationId Id, ValidationRecord? Existing)> ResolveAsync(
        string caller, string idempotencyKey, ApplicantHashes hashes, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var window = settings.IdempotencyRetention;
        var windowStart = Moments.WindowStart(now, window);

        // After a rotation of the pepper, the validation may have an id that was computed under a previous pepper.
        ValidationId[] ids =
        [
            hasher.IdempotentId(caller, idempotencyKey, windowStart),
            hasher.IdempotentId(caller, idempotencyKey, windowStart - window),
            .. hasher.PreviousIdempotentIds(caller, idempotencyKey, windowStart),
            .. hasher.PreviousIdempotentIds(caller, idempotencyKey, windowStart - window),
            hasher.IdempotentId(caller, idempotencyKey, windowStart + window),
        ];

        // The look-ups run concurrently, so that a new key takes one round trip to the storage instead of one for each id.
        var found = await Task.WhenAll(ids.Select(id => host.FindAsync(id, stopping).AsTask()));

        // A validation under another id that settles the request comes first; otherwise the id of this window is used, with or
        // without a validation.
        foreach (var (id, other) in ids.Zip(found).Skip(1))
        {
            if (other is not null && now - other.CreatedAt < window && MatchExisting(other, id, hashes) is not null)
                return (id, other);
        }

        return (ids[0], found[0]);
    }

    /// <summary>
    /// Returns the result of a request whose idempotency key belongs to an existing validation; null if the validation failed in
    /// a way that lets the request start it again.
    /// </summary>
    private static ValidationStart? MatchExisting(ValidationRecord existing, ValidationId id, ApplicantHashes hashes) =>
        existing switch
        {
            _ when !hashes.Contains(existing.ApplicantHash) => new ValidationStart(StartKind.Conflict, id, existing),
            { Outcome: null } => new ValidationStart(StartKind.Joined, id, existing),
            { Outcome.IsReplayable: true } => new ValidationStart(StartKind.Replayed, id, existing),
            _ => null,
        };

    /// <summary>Creates the plan of a new validation from the present settings and features.</summary>
    private ValidationPlan CreatePlan(string applicantHash, TimeSpan? deadline)
    {
        var (plan, degrade, backup) = (_plan, features.Current.GracefulDegradation, BackupName);
        if (plan.Degrade != degrade || plan.Backup != backup)
            _plan = plan = plan with { Degrade = degrade, Backup = backup };
        if (deadline is not null)
            plan = plan with { Deadline = deadline };
        return features.UsesCandidatePath(applicantHash) ? plan with { UsesCandidatePath = true } : plan;
    }

    /// <summary>
    /// Looks up the newest score in the cache, of any age, if the request may be answered from the cache. Also returns whether a
    /// look-up in the history is unnecessary, because the score was found or the cache reads the history itself.
    /// </summary>
    private async ValueTask<(bool IsHistoryCovered, StoredScore? Score)> FindCachedAsync(
        ValidationRequest request, ApplicantHashes hashes)
    {
        if (!request.FromCache || !features.Current.ScoreCache || history.CacheFor <= TimeSpan.Zero)
            return (false, null);
        var found = await FindUnderAnyPepperAsync(scores.FindAsync, hashes);
        return (found is not null || scores is HistoryAsScoreCache, found);
    }

    /// <summary>
    /// True if the score is younger than <c>ScoreHistory:CacheFor</c>. A score from the future is not recent: it was stored
    /// before the clock was set back, so its age is not known.
    /// </summary>
    private bool IsRecent(StoredScore score)
    {
        var age = clock.GetUtcNow() - score.ScoredAt;
        return age > -MaxClockSkew && age < history.CacheFor;
    }

    /// <summary>Looks up the newest score under the current pepper and then under the previous ones.</summary>
    private static async ValueTask<StoredScore?> FindUnderAnyPepperAsync(
        Func<string, CancellationToken, ValueTask<StoredScore?>> find, ApplicantHashes hashes)
    {
        var found = await find(hashes.Current, CancellationToken.None);
        foreach (var previous in hashes.Previous)
            found ??= await find(previous, CancellationToken.None);
        return found;
    }

    /// <summary>Returns the applicant's newest stored score; null if there is none or degraded mode is switched off.</summary>
    private async ValueTask<StoredScore?> FindLastAsync(bool isHistoryCovered, StoredScore? stored, ApplicantHashes hashes) =>
        !features.Current.GracefulDegradation ? null
            : isHistoryCovered ? stored
            : await FindUnderAnyPepperAsync(scoreHistory.FindAsync, hashes);

    /// <summary>
    /// Answers a request while the circuit is open, without a validation: with the last known score, or with a refusal. Both are
    /// audited.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The audit record cannot be written now.</exception>
    private ValidationStart DegradeOrRefuse(ValidationRequest request, DateTimeOffset retryAt, StoredScore? last)
    {
        var now = clock.GetUtcNow();
        var isUsable = last is not null && now - last.ScoredAt <= history.Retention;
        var record = isUsable
            ? AuditRecords.Disclosed(last!, request.Caller, request.CorrelationId, now, FailureCode.CircuitOpen)
            : AuditRecords.Refused(FailureCode.CircuitOpen, request.Caller, request.CorrelationId, now);
        if (!disclosures.TryEnqueue(record))
            throw new StorageUnavailableException();
        return isUsable
            ? new ValidationStart(StartKind.Degraded, Id: default, CachedScore: last)
            : new ValidationStart(StartKind.Refused, Id: default, RetryAt: retryAt);
    }

    /// <summary>Queues the audit record of a recent score; false if the queue is full, so that it must not be returned.</summary>
    private bool TryAuditDisclosure(StoredScore score, ValidationRequest request) => disclosures.TryEnqueue(
        AuditRecords.Disclosed(score, request.Caller, request.CorrelationId, clock.GetUtcNow()));

    /// <summary>Starts the validation of a request, or returns the one that a concurrent request has just started.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The id of the validation.</param>
    /// <param name="hashes">The hashes of the applicant.</param>
    /// <param name="recent">A recent score, with which the validation ends without a call; null: none.</param>
    /// <param name="previous">The failed validation with the same idempotency key that this one replaces; null: none.</param>
    /// <param name="mayProbe">Whether the validation may become the probe of RiskShield's circuit.</param>
    private async ValueTask<ValidationStart> AcceptAsync(
        ValidationRequest request,
        ValidationId id,
        ApplicantHashes hashes,
        StoredScore? recent,
        ValidationRecord? previous,
        bool mayProbe)
    {
        var input = new ValidationInput(
            id,
            request.CorrelationId,
            request.Caller,
            sealer.Seal(request.Applicant, id),
            hashes.Current,
            Moments.NowInMilliseconds(clock),
            CreatePlan(hashes.Current, request.Deadline),
            request.TraceParent,
            recent,
            hashes.Previous.Count == 0 ? null : hashes.Previous,
            // Keep the idempotency keys of the failed run towards the vendors, unless new ones cannot cause a second bill.
            previous?.Outcome?.Billing?.ForNextRun(),
            previous?.Outcome?.BackupBilling?.ForNextRun(),
            mayProbe);
        var existing = await host.StartAsync(input, CancellationToken.None);
        if (existing is null)
        {
            // Alerts need to know whether the validation waits out an outage: without a deadline it ends after its attempts.
            var deadline = input.Deadline?.ToString("O", CultureInfo.InvariantCulture) ?? "none";
            Log.Accepted(log, id.Value, request.CorrelationId, request.Caller, deadline);
            return new ValidationStart(StartKind.Started, id);
        }

        // A concurrent request with the same idempotency key has started the validation.
        return MatchExisting(existing, id, hashes) ?? new ValidationStart(StartKind.Joined, id, existing);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1001,
            LogLevel.Information,
            "validation_accepted: {validationId} for {caller}; correlation {correlationId}; deadline {deadline}",
            EventName = "validation_accepted")]
        public static partial void Accepted(
            ILogger log, string validationId, string correlationId, string caller, string deadline);
    }
}
