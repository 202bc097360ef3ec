using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>A score that the vendor returned earlier, and the validation that obtained it.</summary>
/// <param name="Score">The score.</param>
/// <param name="ScoredAt">When the vendor returned it.</param>
/// <param name="ValidationId">The validation that obtained it.</param>
public sealed record KnownScore(VendorScore Score, DateTimeOffset ScoredAt, ValidationId ValidationId);

/// <summary>The stored scores, the newest for each applicant: the source of degraded answers.</summary>
public interface IScoreHistory
{
    /// <summary>The newest score of the applicant with this key, or null.</summary>
    ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping);
}

/// <summary>
/// The recent scores that answer a request without a vendor call. It holds nothing that <see cref="IScoreHistory"/> does not
/// hold, or held until a moment ago.
/// </summary>
public interface IScoreCache
{
    /// <summary>The applicant's newest score, or null.</summary>
    ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping);

    /// <summary>Takes a score that the history holds from now on.</summary>
    ValueTask KeepAsync(string applicantKey, KnownScore known);
}

/// <summary>The score cache of a host without one: it asks the history, which on SQLite takes microseconds.</summary>
internal sealed class HistoryAsScoreCache(IScoreHistory history) : IScoreCache
{
    public ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping) =>
        history.FindAsync(applicantKey, stopping);

    public ValueTask KeepAsync(string applicantKey, KnownScore known) => ValueTask.CompletedTask;
}

/// <summary>How long scores are used and stored. Settings <c>ScoreHistory:*</c>.</summary>
public sealed record ScoreHistorySettings
{
    /// <summary>
    /// How long a score answers further requests for the same applicant; 0 switches the score cache off. Default 1 h.
    /// </summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a score is stored, and so the greatest age of a degraded answer. Default 30 days.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);
}
