using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Takes requests to validate: starts a validation, finds the one that the idempotency key stands for already, or answers from
/// the score cache (contract, sections 1, 3 and 5).
/// </summary>
public sealed partial class ValidationService(
    IValidationHost host,
    IScoreCache scores,
    ApplicantSealer sealer,
    LookupHasher hasher,
    Disclosures disclosures,
    ValidationEvents events,
    RetrySettings retry,
    ValidationSettings settings,
    ScoreHistorySettings history,
    FeatureFlags features,
    TimeProvider clock,
    ILogger<ValidationService> log)
{
    /// <summary>How far ahead the clock of the replica may be that obtained a score.</summary>
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    private ValidationPlan _plan = new(
        retry.MaxAttempts,
        retry.FirstDelay,
        retry.MaxDelay,
        retry.MaxRetryAfter,
        features.Current.GracefulDegradation,
        history.KeepFor);

    /// <summary>
    /// Starts a validation as <see cref="StartAsync"/> does, and waits until it has ended, but no longer than asked.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="wait">How long the caller waits; zero: not at all.</param>
    /// <param name="aborted">The caller hung up, which ends the wait. The acceptance is completed all the same.</param>
    public async ValueTask<ValidationStart> ValidateAsync(ValidationRequest request, TimeSpan wait, CancellationToken aborted)
    {
        // Once begun, the acceptance is completed even if the caller hangs up: it may hold an idempotency key to ask again.
        var start = await StartAsync(request, CancellationToken.None);
        events.Taken(start.Kind);
        if (start is { Kind: StartKind.Cached, Known: { } known })
            events.ScoreReused(known.ValidationId.Value, request.Caller, request.CorrelationId);
        return start.Kind is StartKind.Started or StartKind.Joined && wait > TimeSpan.Zero
            ? start with { Record = await host.WaitAsync(start.Id, wait, aborted) }
            : start;
    }

    /// <summary>Starts, joins or replays a validation, or answers from the cache.</summary>
    public async ValueTask<ValidationStart> StartAsync(ValidationRequest request, CancellationToken stopping)
    {
        var keys = hasher.KeysOf(request.Applicant);
        if (request.IdempotencyKey is null)
        {
            return await FindRecentAsync(request, keys, stopping) is { } recent
                && disclosures.TryNote(AuditRecords.Disclosed(recent, request.Caller, request.CorrelationId, clock.GetUtcNow()))
                ? new ValidationStart(StartKind.Cached, default, null, recent)
                : await AcceptAsync(request, ValidationId.New(clock), keys, null, null, stopping);
        }

        var (id, existing) = await ResolveAsync(request.Caller, request.IdempotencyKey, keys, stopping);
        if (existing is not null && MatchExisting(existing, id, keys) is { } start)
            return start;
        return await AcceptAsync(request, id, keys, await FindRecentAsync(request, keys, stopping), existing, stopping);
    }

    /// <summary>
    /// Finds the id that a key stands for now. Keys live in windows of <c>IdempotencyKeepFor</c>: an id belongs to the window in
    /// which it was first used, and one of the window before still counts while it is young enough. Not where it may be replaced:
    /// a fresh attempt belongs to its own window, or its answer would be lost when that window's successor ends. One of the
    /// window ahead counts too: it was made before the clock was set back, or by a replica whose clock runs ahead, and a second
    /// validation would be a second bill.
    /// </summary>
    private async ValueTask<(ValidationId Id, ValidationRecord? Existing)> ResolveAsync(
        string caller, string key, ApplicantKeys keys, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var window = settings.IdempotencyKeepFor;
        var windowStart = now.AddTicks(-(now.UtcTicks % window.Ticks));

        // Where the pepper has been changed the key may also stand for an id of either window under a former one.
        ValidationId[] ids =
        [
            hasher.IdempotentId(caller, key, windowStart),
            hasher.IdempotentId(caller, key, windowStart - window),
            .. hasher.FormerIdempotentIds(caller, key, windowStart),
            .. hasher.FormerIdempotentIds(caller, key, windowStart - window),
            hasher.IdempotentId(caller, key, windowStart + window),
        ];

        // All at once: where a look-up is a round trip, a new key waits for one and not for all of them.
        var found = await Task.WhenAll(ids.Select(id => host.FindAsync(id, stopping).AsTask()));
        foreach (var (id, other) in ids.Zip(found).Skip(1))
        {
            if (other is not null && now - other.CreatedAt < window && MatchExisting(other, id, keys) is not null)
                return (id, other);
        }

        return (ids[0], found[0]);
    }

    /// <summary>What an existing validation means to a request with the same key; null where it may be replaced.</summary>
    private static ValidationStart? MatchExisting(ValidationRecord existing, ValidationId id, ApplicantKeys keys) =>
        existing switch
        {
            _ when !keys.Contains(existing.ApplicantKey) => new ValidationStart(StartKind.Conflict, id, existing),
            { Outcome: null } => new ValidationStart(StartKind.Joined, id, existing),
            { Outcome.IsReplayable: true } => new ValidationStart(StartKind.Replayed, id, existing),
            _ => null,
        };

    /// <summary>The settings the validation keeps to its end, whatever is switched meanwhile.</summary>
    private async ValueTask<ValidationPlan> PlanAsync(string applicantKey)
    {
        var (plan, degrade) = (_plan, features.Current.GracefulDegradation);
        if (plan.Degrade != degrade)
            _plan = plan = plan with { Degrade = degrade };
        return await features.IsCandidateAsync(applicantKey) ? plan with { Candidate = true } : plan;
    }

    private async ValueTask<KnownScore?> FindRecentAsync(
        ValidationRequest request, ApplicantKeys keys, CancellationToken stopping)
    {
        if (!request.FromCache || !features.Current.ScoreCache || history.CacheFor <= TimeSpan.Zero)
            return null;
        var known = await scores.FindAsync(keys.Current, stopping);
        foreach (var former in keys.Former)
            known ??= await scores.FindAsync(former, stopping);
        if (known is null)
            return null;

        // A score of the future is from before the clock was set back: nobody knows how old it is.
        var age = clock.GetUtcNow() - known.ScoredAt;
        return age > -MaxClockSkew && age < history.CacheFor ? known : null;
    }

    private async ValueTask<ValidationStart> AcceptAsync(
        ValidationRequest request, ValidationId id, ApplicantKeys keys, KnownScore? known, ValidationRecord? former, CancellationToken stopping)
    {
        var input = new ValidationInput(
            id,
            request.CorrelationId,
            request.Caller,
            sealer.Seal(request.Applicant, id),
            keys.Current,
            DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
            await PlanAsync(keys.Current),
            request.TraceParent,
            known,
            keys.Former.Count == 0 ? null : keys.Former,
            former?.Outcome?.Billing?.Next());
        var existing = await host.StartAsync(input, stopping);
        if (existing is null)
        {
            Log.Accepted(log, id.Value, request.CorrelationId, request.Caller);
            return new ValidationStart(StartKind.Started, id);
        }

        // Another request with the same key was faster.
        return MatchExisting(existing, id, keys) ?? new ValidationStart(StartKind.Joined, id, existing);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1001,
            LogLevel.Information,
            "validation_accepted: {validationId} for {caller}; correlation {correlationId}",
            EventName = "validation_accepted")]
        public static partial void Accepted(ILogger log, string validationId, string correlationId, string caller);
    }
}
