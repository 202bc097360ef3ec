using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// A stored score, and the validation that obtained it. Part of durable values, so members are only ever added.
/// </summary>
/// <param name="Score">The score.</param>
/// <param name="ScoredAt">The time at which the provider returned the score.</param>
/// <param name="ValidationId">The id of the validation that obtained the score.</param>
/// <param name="Provider">The name of the provider that returned the score.</param>
public sealed record StoredScore(
    VendorScore Score, DateTimeOffset ScoredAt, ValidationId ValidationId, string Provider = ProviderName.RiskShield);

/// <summary>Finds the newest score of each applicant (kept for 30 days by default), which degraded mode returns.</summary>
public interface IScoreHistory
{
    /// <summary>Returns the newest score of the applicant with this hash, of any age; null if there is none.</summary>
    /// <exception cref="StorageUnavailableException">
    /// The Functions host's storage cannot be read now. The local host throws StoreException instead, which its routes turn into
    /// a problem response.
    /// </exception>
    ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping);
}

/// <summary>
/// Finds recent scores, with which a request is answered without calling a provider. The cache is a faster copy of
/// <see cref="IScoreHistory"/>: every score in it is, or was until a moment ago, in the history too.
/// </summary>
public interface IScoreCache
{
    /// <summary>
    /// Returns the applicant's newest score, of any age, from the cache or else from the history; null if there is none. A cache
    /// that cannot be used is passed over without an exception.
    /// </summary>
    /// <exception cref="StorageUnavailableException">As for <see cref="IScoreHistory.FindAsync"/>.</exception>
    ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping);

    /// <summary>Adds a score that has been stored in the history. Does not throw if the cache cannot be used now.</summary>
    ValueTask SaveAsync(string applicantHash, StoredScore score);

    /// <summary>
    /// Removes the score of an applicant whose data is erased from the history. Does not throw if the cache cannot be used now;
    /// the score is then removed later, at the latest when it expires (<c>ScoreHistory:CacheFor</c>).
    /// </summary>
    ValueTask RemoveAsync(string applicantHash);
}

/// <summary>
/// The score cache of a host without a separate cache: it reads the history each time, which takes microseconds in SQLite.
/// </summary>
internal sealed class HistoryAsScoreCache(IScoreHistory history) : IScoreCache
{
    public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping) =>
        history.FindAsync(applicantHash, stopping);

    public ValueTask SaveAsync(string applicantHash, StoredScore score) => ValueTask.CompletedTask;

    public ValueTask RemoveAsync(string applicantHash) => ValueTask.CompletedTask;
}

/// <summary>The settings <c>ScoreHistory:*</c>: how long scores are reused and stored.</summary>
public sealed record ScoreHistorySettings
{
    /// <summary>
    /// Setting <c>ScoreHistory:CacheFor</c>: the age up to which a score is returned for further requests for the same applicant;
    /// 0 switches the score cache off. Default 1 h.
    /// </summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Setting <c>ScoreHistory:KeepFor</c>: the time for which a score is stored, and so the greatest age of a score that
    /// degraded mode returns. Default 30 days.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);
}
