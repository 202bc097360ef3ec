using System.Text.Json.Serialization;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// The result of one attempt, made by <see cref="RiskShieldClient"/>. A durable value: it is written to the host's history and
/// read back by later versions, so members are only ever added, and added as optional.
/// </summary>
/// <param name="Status">How the attempt ended.</param>
/// <param name="FinishedAt">
/// When it ended, in whole milliseconds; every later wait is computed from here, so the workflow is repeatable.
/// </param>
/// <param name="Score">The score, where <see cref="Status"/> is <see cref="AttemptStatus.Scored"/>.</param>
/// <param name="HttpStatus">The vendor's status code, where there was a response.</param>
/// <param name="RetryAfter">The wait that the vendor or our own queue asks for, from <see cref="FinishedAt"/>; uncapped.</param>
/// <param name="Generation">The circuit's generation under which the call was made.</param>
/// <param name="CircuitWasTroubled">
/// The circuit had failures or was not closed when the call was made, so a success is news to it.
/// </param>
/// <param name="RefusedUntil">Where the local view of the circuit alone was enough to refuse the call: when to ask again.</param>
/// <param name="Audited">The completion that this score is has been audited, so the workflow need not do it.</param>
/// <param name="Fault">What broke the connection, where the network failed.</param>
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
    HttpRequestError? Fault = null)
{
    /// <summary>
    /// The vendor's time: from the call's permit to its end. Measured, not stored; zero where the result was read back.
    /// </summary>
    [JsonIgnore]
    public TimeSpan Elapsed { get; init; }
}

/// <summary>A score as the vendor gave it.</summary>
/// <param name="RiskScore">0 to 100.</param>
/// <param name="RiskLevel">The vendor's band.</param>
public sealed record VendorScore(int RiskScore, RiskLevel RiskLevel);
