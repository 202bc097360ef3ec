using System.ComponentModel;
using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Caching.Hybrid;

namespace FinRisk.Redis.Validations;

/// <summary>
/// The score cache of replicas that share a Redis: a HybridCache with the memory as its first level and Redis as its second. A
/// score in neither is read from the score history. Only new scores are written to the cache, never those of the history, so that
/// a slow reader cannot overwrite a new score with an old one.
/// </summary>
internal sealed class SharedScoreCache(HybridCache cache, IScoreHistory history, FinRiskSettings settings, TimeProvider clock)
    : IScoreCache
{
    /// <summary>
    /// The maximum age of an entry in memory. For this long a replica may return an older score than the one that another
    /// replica has obtained.
    /// </summary>
    public static readonly TimeSpan MemoryLifetime = TimeSpan.FromSeconds(10);

    private const int StripeCount = 256;

    private static readonly HybridCacheEntryOptions ReadOnly = new()
    {
        LocalCacheExpiration = MemoryLifetime,
        Flags = HybridCacheEntryFlags.DisableUnderlyingData | HybridCacheEntryFlags.DisableDistributedCacheWrite,
    };

    /// <summary>
    /// Counts the writes of this replica, in stripes of applicant hashes, so that a read can tell whether a write happened
    /// meanwhile.
    /// </summary>
    private readonly long[] _writeCounts = new long[StripeCount];

    /// <inheritdoc/>
    public async ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping)
    {
        var writeCount = Volatile.Read(ref _writeCounts[StripeOf(applicantHash)]);
        var cached = await cache.GetOrCreateAsync(
            applicantHash, static _ => new ValueTask<CachedScore?>((CachedScore?)null), ReadOnly, cancellationToken: stopping);
        if (cached?.ToStored() is not { } score || RemainingLifetime(score) <= TimeSpan.Zero)
            return await history.FindAsync(applicantHash, stopping);
        if (writeCount == Volatile.Read(ref _writeCounts[StripeOf(applicantHash)]))
            return score;

        // A new score was written while the old one was read from Redis, so the old one may have overwritten it in memory.
        await cache.RemoveAsync(applicantHash, stopping);
        return await history.FindAsync(applicantHash, stopping);
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string applicantHash, StoredScore score)
    {
        Interlocked.Increment(ref _writeCounts[StripeOf(applicantHash)]);
        var lifetime = RemainingLifetime(score);
        if (lifetime <= TimeSpan.Zero)
            return;
        var options = new HybridCacheEntryOptions
        {
            Expiration = lifetime,
            LocalCacheExpiration = lifetime < MemoryLifetime ? lifetime : MemoryLifetime,
        };
        await cache.SetAsync(applicantHash, CachedScore.FromStored(score), options);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(string applicantHash)
    {
        Interlocked.Increment(ref _writeCounts[StripeOf(applicantHash)]);
        await cache.RemoveAsync(applicantHash);
    }

    /// <summary>
    /// The time for which the score may still be used, counted from when the provider gave it. At most the configured lifetime,
    /// even if the score's time is in the future, because the clock was set back.
    /// </summary>
    private TimeSpan RemainingLifetime(StoredScore score)
    {
        var left = score.ScoredAt + settings.ScoreHistory.CacheFor - clock.GetUtcNow();
        return left < settings.ScoreHistory.CacheFor ? left : settings.ScoreHistory.CacheFor;
    }

    private static int StripeOf(string applicantHash) =>
        (int)((uint)applicantHash.GetHashCode(StringComparison.Ordinal) % StripeCount);
}

/// <summary>
/// A score as stored in Redis, without data of the applicant. Later versions read it too, so members may only be added.
/// </summary>
/// <param name="RiskScore">The score, 0 to 100.</param>
/// <param name="RiskLevel">The level as in JSON responses, such as <c>MEDIUM</c>.</param>
/// <param name="ScoredAt">The time at which the provider gave the score.</param>
/// <param name="ValidationId">The validation that obtained it.</param>
/// <param name="Provider">The provider that gave the score. RiskShield if missing: earlier versions did not store it.</param>
[ImmutableObject(true)]
internal sealed record CachedScore(
    int RiskScore, string RiskLevel, DateTimeOffset ScoredAt, string ValidationId, string Provider = ProviderName.RiskShield)
{
    public static CachedScore FromStored(StoredScore score) =>
        new(score.Score.RiskScore, score.Score.RiskLevel.ToWire(), score.ScoredAt, score.ValidationId.Value, score.Provider);

    /// <summary>
    /// The score; null if a member is missing or invalid, because another version or another program wrote the entry.
    /// </summary>
    public StoredScore? ToStored() =>
        RiskScore is >= 0 and <= 100 && RiskLevels.FromWire(RiskLevel) is { } level
        && Scoring.Ids.ValidationId.TryParse(ValidationId, out var id)
            ? new StoredScore(new VendorScore(RiskScore, level), ScoredAt, id, Provider)
            : null;
}
