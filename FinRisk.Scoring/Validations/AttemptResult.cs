using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// What one attempt came to. A durable value: it is written to the host's history and read back by later versions, so members
/// are only ever added, and added as optional.
/// </summary>
/// <param name="Status">How it ended.</param>
/// <param name="FinishedAt">When; every later wait is reckoned from here, which makes the workflow repeatable.</param>
/// <param name="Score">The score, where <see cref="Status"/> is <see cref="AttemptStatus.Scored"/>.</param>
/// <param name="HttpStatus">The vendor's status code, where there was an answer.</param>
/// <param name="RetryAfter">The wait that the vendor or our own queue asks for, from <see cref="FinishedAt"/>.</param>
/// <param name="Generation">The circuit's generation under which the call was made.</param>
/// <param name="CircuitWasTroubled">The circuit had failures or was not closed when the call was made, so a success is news to it.</param>
/// <param name="RefusedUntil">Where the local view of the circuit alone was enough to refuse the call: when asking makes sense.</param>
/// <param name="Audited">The end that this score is has been audited, so the workflow need not do it.</param>
public sealed record AttemptResult(
    AttemptStatus Status,
    DateTimeOffset FinishedAt,
    VendorScore? Score = null,
    int? HttpStatus = null,
    TimeSpan? RetryAfter = null,
    long Generation = 0,
    bool CircuitWasTroubled = false,
    DateTimeOffset? RefusedUntil = null,
    bool Audited = false);
