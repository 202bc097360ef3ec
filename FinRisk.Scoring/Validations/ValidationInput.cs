using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Everything a validation needs to run to its end on any machine. A durable contract: written to the host's store and read back
/// by later versions, so members are only ever added, and added as optional. Holds the applicant in sealed form only.
/// </summary>
/// <param name="ValidationId">The validation's id.</param>
/// <param name="CorrelationId">The correlation id of the request that started it.</param>
/// <param name="Caller">The name of the caller's key or principal.</param>
/// <param name="Applicant">The sealed applicant.</param>
/// <param name="ApplicantKey">The keyed hash under which the applicant's scores are stored.</param>
/// <param name="AcceptedAt">When it was accepted, in whole milliseconds.</param>
/// <param name="Plan">The settings it runs with.</param>
/// <param name="TraceParent">The W3C trace context it continues.</param>
/// <param name="Known">A recent score that is returned without a vendor call (score cache).</param>
/// <param name="FormerApplicantKeys">Keyed hashes under former peppers, under which an older score may be stored.</param>
/// <param name="Billing">The billing state carried over from earlier requests with the same idempotency key; null: none.</param>
public sealed record ValidationInput(
    ValidationId ValidationId,
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
    /// <summary>The id of one attempt, unique over all validations and over all runs of a validation.</summary>
    public string AttemptId(int attempt) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{ValidationId}.{AcceptedAt.ToUnixTimeMilliseconds()}.{attempt}");
}

/// <summary>
/// The settings with which a validation was accepted. They are part of its input, so that a change of configuration cannot make a
/// replayed workflow decide differently than it did the first time.
/// </summary>
/// <param name="MaxAttempts">Attempts in all, 1 to 10.</param>
/// <param name="FirstDelay">The wait before the second attempt; it doubles with each further one.</param>
/// <param name="MaxDelay">The longest computed wait.</param>
/// <param name="MaxRetryAfter">The longest wait that the vendor's <c>Retry-After</c> can ask for.</param>
/// <param name="Degrade">Whether an older score may be returned while the vendor cannot be used.</param>
/// <param name="ScoreKeepFor">The greatest age of such a score.</param>
/// <param name="Candidate">Whether the vendor's candidate path scores it (<c>Features:CandidatePath</c>).</param>
public sealed record ValidationPlan(
    int MaxAttempts,
    TimeSpan FirstDelay,
    TimeSpan MaxDelay,
    TimeSpan MaxRetryAfter,
    bool Degrade,
    TimeSpan ScoreKeepFor,
    bool Candidate = false);
