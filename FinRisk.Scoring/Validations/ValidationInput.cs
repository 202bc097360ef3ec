using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// All that a validation needs to run to its end on any machine. A durable contract: written to the host's store and read back by
/// later versions, so members are only ever added, and added as optional. Holds no open applicant data.
/// </summary>
/// <param name="ValidationId">The validation's id.</param>
/// <param name="CorrelationId">The correlation id of the request that started it.</param>
/// <param name="Caller">Who started it: the name of the caller's key or principal.</param>
/// <param name="Applicant">The sealed applicant.</param>
/// <param name="ApplicantKey">The keyed hash under which the applicant's scores are kept.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Plan">The settings it runs with.</param>
/// <param name="TraceParent">The W3C trace context it continues.</param>
/// <param name="Known">A score that answers it without asking the vendor (score cache).</param>
/// <param name="FormerApplicantKeys">Hashes under former peppers, by which an older score may be known.</param>
/// <param name="Billing">What former attempts of the same idempotency key left at the vendor; null: nothing.</param>
public sealed record ValidationInput(
    string ValidationId,
    string CorrelationId,
    string Caller,
    SealedApplicant Applicant,
    string ApplicantKey,
    DateTimeOffset AcceptedAt,
    ValidationPlan Plan,
    string? TraceParent = null,
    KnownScore? Known = null,
    IReadOnlyList<string>? FormerApplicantKeys = null,
    VendorBilling? Billing = null)
{
    /// <summary>The id of one attempt, unique over all validations and over all runs of one validation.</summary>
    public string AttemptId(int attempt) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ValidationId}.{AcceptedAt.ToUnixTimeMilliseconds()}.{attempt}");
}
