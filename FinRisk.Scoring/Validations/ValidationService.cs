using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Decides what a request to validate means: a new validation, one that its idempotency key already stands for, or an answer from
/// the score cache (contract, sections 1, 3 and 5).
/// </summary>
public sealed partial class ValidationService(
    IValidationHost host,
    IScoreCache scores,
    ApplicantSealer sealer,
    LookupHasher hasher,
    Disclosures disclosures,
    RetrySettings retry,
    ValidationSettings settings,
    ScoreHistorySettings history,
    FeatureFlags features,
    TimeProvider clock,
    ILogger<ValidationService> log)
{
    private ValidationPlan _plan = new(
        retry.MaxAttempts,
        (long)retry.FirstDelay.TotalMilliseconds,
        (long)retry.MaxDelay.TotalMilliseconds,
        (long)retry.MaxRetryAfter.TotalMilliseconds,
        features.Current.GracefulDegradation,
        (long)history.KeepFor.TotalMilliseconds);

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
        if (existing is not null && Judge(existing, id, keys) is { } start)
            return start;
        return await AcceptAsync(request, id, keys, await FindRecentAsync(request, keys, stopping), existing, stopping);
    }

    /// <summary>
    /// Finds the id that a key stands for now. Keys live in windows of <c>IdempotencyKeepFor</c>: an id belongs to the window in
    /// which it was first used, and one of the window before still counts while it is young enough. Not where it may be replaced:
    /// a fresh attempt belongs to its own window, or its answer would be lost when that window's successor ends.
    /// </summary>
    private async ValueTask<(ValidationId Id, ValidationRecord? Existing)> ResolveAsync(
        string caller, string key, ApplicantKeys keys, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var window = settings.IdempotencyKeepFor;
        var start = now.AddTicks(-(now.UtcTicks % window.Ticks));

        // Where the pepper has been changed the key may also stand for an id of either window under a former one.
        ValidationId[] earlier =
        [
            hasher.IdempotentId(caller, key, start - window),
            .. hasher.FormerIdempotentIds(caller, key, start),
            .. hasher.FormerIdempotentIds(caller, key, start - window),
        ];
        foreach (var id in earlier)
        {
            if (await host.FindAsync(id, stopping) is { } older && now - older.CreatedAt < window && Judge(older, id, keys) is not null)
                return (id, older);
        }

        var current = hasher.IdempotentId(caller, key, start);
        return (current, await host.FindAsync(current, stopping));
    }

    /// <summary>What an existing validation means to a request of the same key; null: it may be replaced.</summary>
    private static ValidationStart? Judge(ValidationRecord existing, ValidationId id, ApplicantKeys keys) => existing switch
    {
        _ when !keys.Contains(existing.ApplicantKey) => new ValidationStart(StartKind.Conflict, id, existing),
        { Outcome: null } => new ValidationStart(StartKind.Joined, id, existing),
        { Outcome.IsReplayable: true } => new ValidationStart(StartKind.Replayed, id, existing),
        _ => null,
    };

    /// <summary>What the validation runs with to its end, whatever is switched meanwhile.</summary>
    private async ValueTask<ValidationPlan> PlanAsync(string applicantKey)
    {
        var (plan, degrade) = (_plan, features.Current.GracefulDegradation);
        if (plan.Degrade != degrade)
            _plan = plan = plan with { Degrade = degrade };
        return await features.IsCandidateAsync(applicantKey) ? plan with { Candidate = true } : plan;
    }

    private async ValueTask<KnownScore?> FindRecentAsync(ValidationRequest request, ApplicantKeys keys, CancellationToken stopping)
    {
        if (!request.FromCache || !features.Current.ScoreCache || history.CacheFor <= TimeSpan.Zero)
            return null;
        var known = await scores.FindAsync(keys.Current, stopping);
        foreach (var former in keys.Former)
            known ??= await scores.FindAsync(former, stopping);
        return known is not null && clock.GetUtcNow() - known.ScoredAt < history.CacheFor ? known : null;
    }

    private async ValueTask<ValidationStart> AcceptAsync(
        ValidationRequest request, ValidationId id, ApplicantKeys keys, KnownScore? known, ValidationRecord? former, CancellationToken stopping)
    {
        var input = new ValidationInput(
            id.Value,
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
        return Judge(existing, id, keys) ?? new ValidationStart(StartKind.Joined, id, existing);
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "validation_accepted: {validationId} for {caller}; correlation {correlationId}", EventName = "validation_accepted")]
        public static partial void Accepted(ILogger log, string validationId, string correlationId, string caller);
    }
}
