using System.Globalization;
using System.Text.Json.Serialization;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Everything that a validation needs to run on any machine: the input of its orchestration on Azure, a row in SQLite on the
/// local host. Later versions read stored inputs, so members are only ever added, and only as optional members. The applicant is
/// sealed.
/// </summary>
/// <param name="ValidationId">The validation's id.</param>
/// <param name="CorrelationId">The correlation id of the request that started the validation.</param>
/// <param name="Caller">The caller's name: that of its key or principal.</param>
/// <param name="Applicant">The sealed applicant.</param>
/// <param name="ApplicantHash">The keyed hash under which the applicant's scores are stored.</param>
/// <param name="AcceptedAt">The time at which the validation was accepted, in whole milliseconds.</param>
/// <param name="Plan">The settings that the validation runs with.</param>
/// <param name="TraceParent">The W3C trace context that the validation's spans continue; null: none.</param>
/// <param name="CachedScore">A recent score that ends the validation without a call (score cache); null: none.</param>
/// <param name="PreviousApplicantHashes">
/// The hashes under previous peppers, under which an older score may be stored; null: none.
/// </param>
/// <param name="Billing">
/// RiskShield's billing state, carried over from an earlier request with the same idempotency key; null: none.
/// </param>
/// <param name="BackupBilling">The backup provider's billing state, likewise.</param>
/// <param name="MayProbe">
/// True if <see cref="RequestAdmission"/> admitted the request as a possible probe, so that the first attempt asks the shared
/// circuit at once.
/// </param>
public sealed record ValidationInput(
    ValidationId ValidationId,
    string CorrelationId,
    string Caller,
    SealedApplicant Applicant,
    [property: JsonPropertyName("applicantKey")] string ApplicantHash,
    DateTimeOffset AcceptedAt,
    ValidationPlan Plan,
    string? TraceParent = null,
    [property: JsonPropertyName("known")] StoredScore? CachedScore = null,
    [property: JsonPropertyName("formerApplicantKeys")] IReadOnlyList<string>? PreviousApplicantHashes = null,
    VendorBilling? Billing = null,
    VendorBilling? BackupBilling = null,
    bool MayProbe = false)
{
    /// <summary>
    /// The time after which no further attempt starts, if the validation waits out an outage; null if it does not.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? Deadline => Plan.Deadline is { } span ? AcceptedAt + span : null;

    /// <summary>
    /// Returns the id of one attempt, unique over all validations, all runs of a validation (a failed validation may be started
    /// again under its id) and all providers. Starts with the validation id.
    /// </summary>
    public string AttemptId(string provider, int attempt) => string.Create(
        CultureInfo.InvariantCulture, $"{ValidationId}.{AcceptedAt.ToUnixTimeMilliseconds()}.{provider}.{attempt}");
}

/// <summary>
/// The settings that applied when a validation was accepted. They are part of the validation's input, so that a changed
/// configuration cannot make a replayed workflow decide differently than it did the first time.
/// </summary>
/// <param name="MaxAttempts">The maximum number of attempts at each provider, 1 to 10 (<c>Retry:MaxAttempts</c>).</param>
/// <param name="FirstDelay">
/// The wait before the second attempt (<c>Retry:FirstDelay</c>); it doubles with each further attempt.
/// </param>
/// <param name="MaxDelay">The longest computed wait (<c>Retry:MaxDelay</c>).</param>
/// <param name="MaxRetryAfter">The cap on a provider's <c>Retry-After</c> (<c>Retry:MaxRetryAfter</c>).</param>
/// <param name="Degrade">
/// True if an older score may be returned while no provider can be used (<c>Features:GracefulDegradation</c>).
/// </param>
/// <param name="ScoreMaxAge">The greatest age of such a score (<c>ScoreHistory:KeepFor</c>).</param>
/// <param name="UsesCandidatePath">
/// True if RiskShield's candidate path scores this applicant (<c>Features:CandidatePath</c>).
/// </param>
/// <param name="Backup">The name of the backup provider that is called if RiskShield cannot be used; null: none.</param>
/// <param name="Deadline">
/// The time after the acceptance for which the validation keeps trying while no provider can be used, up to 7 days
/// (<c>Validation:Deadline</c>). Null if a caller waits for the outcome: the validation then ends when its attempts are used up
/// or the circuit refuses.
/// </param>
public sealed record ValidationPlan(
    int MaxAttempts,
    TimeSpan FirstDelay,
    TimeSpan MaxDelay,
    TimeSpan MaxRetryAfter,
    bool Degrade,
    [property: JsonPropertyName("scoreKeepFor")] TimeSpan ScoreMaxAge,
    [property: JsonPropertyName("candidate")] bool UsesCandidatePath = false,
    string? Backup = null,
    TimeSpan? Deadline = null);
