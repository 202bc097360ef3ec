using System.ComponentModel;
using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Caching.Hybrid;

namespace FinRisk.Redis.Validations;

/// <summary>
/// The score cache of replicas that share a Redis: HybridCache with memory as its first level and Redis as its second, and the
/// history behind both. Written when a score is obtained and never from the history, so no late reader can put an old score back.
/// </summary>
internal sealed class SharedScoreCache(HybridCache cache, IScoreHistory history, FinRiskSettings settings, TimeProvider clock)
    : IScoreCache
{
    /// <summary>
    /// How long memory answers without asking Redis: so long another replica may give an older score after a fresh one.
    /// </summary>
    public static readonly TimeSpan LocalFor = TimeSpan.FromSeconds(10);

    private const int Stripes = 256;

    private static readonly HybridCacheEntryOptions ReadOnly = new()
    {
        LocalCacheExpiration = LocalFor,
        Flags = HybridCacheEntryFlags.DisableUnderlyingData | HybridCacheEntryFlags.DisableDistributedCacheWrite,
    };

    private readonly long[] _writes = new long[Stripes];

    /// <inheritdoc/>
    public async ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping)
    {
        var written = Volatile.Read(ref _writes[StripeOf(applicantKey)]);
        var cached = await cache.GetOrCreateAsync(
            applicantKey, static _ => new ValueTask<CachedScore?>((CachedScore?)null), ReadOnly, cancellationToken: stopping);
        if (cached?.ToKnown() is not { } known || RemainingLifetime(known) <= TimeSpan.Zero)
            return await history.FindAsync(applicantKey, stopping);
        if (written == Volatile.Read(ref _writes[StripeOf(applicantKey)]))
            return known;

        // A fresh score came while the old one was on its way from Redis, which may now lie in memory over it.
        await cache.RemoveAsync(applicantKey, stopping);
        return await history.FindAsync(applicantKey, stopping);
    }

    /// <inheritdoc/>
    public async ValueTask KeepAsync(string applicantKey, KnownScore known)
    {
        Interlocked.Increment(ref _writes[StripeOf(applicantKey)]);
        var left = RemainingLifetime(known);
        if (left <= TimeSpan.Zero)
            return;
        var options = new HybridCacheEntryOptions { Expiration = left, LocalCacheExpiration = left < LocalFor ? left : LocalFor };
        await cache.SetAsync(applicantKey, CachedScore.FromKnown(known), options);
    }

    /// <summary>How much longer the score may answer, from when the vendor gave it; never longer than if that were now.</summary>
    private TimeSpan RemainingLifetime(KnownScore known)
    {
        var left = known.ScoredAt + settings.ScoreHistory.CacheFor - clock.GetUtcNow();
        return left < settings.ScoreHistory.CacheFor ? left : settings.ScoreHistory.CacheFor;
    }

    private static int StripeOf(string applicantKey) => (int)((uint)applicantKey.GetHashCode(StringComparison.Ordinal) % Stripes);
}

/// <summary>
/// A score as it is stored in Redis: nothing about the applicant. Read back by later versions, so members are only ever added.
/// </summary>
[ImmutableObject(true)]
internal sealed record CachedScore(int RiskScore, string RiskLevel, DateTimeOffset ScoredAt, string ValidationId)
{
    public static CachedScore FromKnown(KnownScore known) =>
        new(known.Score.RiskScore, known.Score.RiskLevel.ToWire(), known.ScoredAt, known.ValidationId.Value);

    /// <summary>
    /// The score; null where a member is missing or makes no sense, as after another version or another program.
    /// </summary>
    public KnownScore? ToKnown() =>
        RiskScore is >= 0 and <= 100 && RiskLevels.FromWire(RiskLevel) is { } level
        && Scoring.Ids.ValidationId.TryParse(ValidationId, out var id)
            ? new KnownScore(new VendorScore(RiskScore, level), ScoredAt, id)
            : null;
}
