using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The result of one attempt to get a score from a provider. The host stores it in the workflow's history, and later versions
/// read it, so members are only ever added, and only as optional members.
/// </summary>
/// <param name="Status">The classified result of the attempt.</param>
/// <param name="FinishedAt">
/// The time at which the attempt ended, in whole milliseconds. The workflow computes its waits from this stored time instead of
/// a clock, so that it decides the same when it is replayed.
/// </param>
/// <param name="Score">The score, if <see cref="Status"/> is <see cref="AttemptStatus.Scored"/>; otherwise null.</param>
/// <param name="HttpStatus">The provider's HTTP status code; null if there was no response.</param>
/// <param name="RetryAfter">
/// The wait before the next attempt that the provider (<c>Retry-After</c>) or our own call limits ask for, counted from
/// <see cref="FinishedAt"/> and not yet capped; null if neither does.
/// </param>
/// <param name="Generation">The circuit's generation under which the call was made.</param>
/// <param name="CircuitWasTroubled">
/// True if the circuit had counted failures or was not closed when the call was made, so that a success must be reported to it.
/// </param>
/// <param name="RefusedUntil">
/// If the local view of the circuit refused the call: the earliest time at which to ask again; otherwise null.
/// </param>
/// <param name="Audited">
/// True if the host has already written the audit record of the validation that ends with this score.
/// </param>
/// <param name="NetworkError">
/// The cause, if <see cref="Status"/> is <see cref="AttemptStatus.NetworkFailure"/>; null if there is none.
/// </param>
/// <param name="Elapsed">The provider's time, from the call's permit to its end; zero if no call was made.</param>
public sealed record AttemptResult(
    AttemptStatus Status,
    DateTimeOffset FinishedAt,
    VendorScore? Score = null,
    int? HttpStatus = null,
    TimeSpan? RetryAfter = null,
    long Generation = 0,
    bool CircuitWasTroubled = false,
    DateTimeOffset? RefusedUntil = null,
    bool Audited = false,
    [property: JsonPropertyName("fault")] HttpRequestError? NetworkError = null,
    TimeSpan Elapsed = default);

/// <summary>A score on RiskShield's scale: RiskShield's own as received, or a converted score of the backup provider.</summary>
/// <param name="RiskScore">The score, 0 to 100; the higher, the riskier.</param>
/// <param name="RiskLevel">The level that belongs to the score.</param>
public sealed record VendorScore(int RiskScore, RiskLevel RiskLevel);
