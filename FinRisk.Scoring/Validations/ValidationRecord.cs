using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>What a host knows of one validation. Holds no applicant data.</summary>
/// <param name="Id">The validation's id.</param>
/// <param name="Caller">Who started it; nobody else may see it.</param>
/// <param name="CorrelationId">The correlation id of the request that started it.</param>
/// <param name="ApplicantKey">The keyed hash of its applicant: the fingerprint by which a repeated request is recognised.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="UpdatedAt">When it last moved.</param>
/// <param name="Attempts">How many calls the vendor was sent so far.</param>
/// <param name="Outcome">How it ended; null while it has not.</param>
public sealed record ValidationRecord(
    string Id,
    string Caller,
    string CorrelationId,
    string ApplicantKey,
    ValidationStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Attempts,
    ValidationOutcome? Outcome);
