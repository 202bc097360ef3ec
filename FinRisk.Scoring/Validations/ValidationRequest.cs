using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>A request to validate an applicant (<c>POST /validate</c>), parsed and checked by the endpoint.</summary>
/// <param name="Applicant">The applicant.</param>
/// <param name="Caller">The caller's name: that of its key or principal.</param>
/// <param name="CorrelationId">The request's correlation id.</param>
/// <param name="IdempotencyKey">The caller's idempotency key, without quotes; null if none was sent.</param>
/// <param name="TraceParent">The request's W3C trace context; null if none was sent.</param>
/// <param name="FromCache">
/// True if a recent score may be returned; false if the request has <c>Cache-Control: no-cache</c>.
/// </param>
/// <param name="MaxWait">The time that the caller waits for the outcome; zero: the caller does not wait.</param>
/// <param name="Deadline">
/// The time for which the validation keeps trying while no provider can be used; null if it does not, because the caller waits.
/// </param>
public readonly record struct ValidationRequest(
    Applicant Applicant,
    string Caller,
    string CorrelationId,
    string? IdempotencyKey,
    string? TraceParent,
    bool FromCache,
    TimeSpan MaxWait = default,
    TimeSpan? Deadline = null);

/// <summary>The result of a request to validate, from which the endpoint builds the response.</summary>
/// <param name="Kind">Which kind of result this is.</param>
/// <param name="Id">The id of the new or existing validation; default if there is none.</param>
/// <param name="Record">That validation as last read; null if it was started and not awaited.</param>
/// <param name="CachedScore">
/// The stored score to return, if <see cref="Kind"/> is <see cref="StartKind.Cached"/> or <see cref="StartKind.Degraded"/>;
/// otherwise null.
/// </param>
/// <param name="RetryAt">
/// The earliest time to send the request again, if <see cref="Kind"/> is <see cref="StartKind.Refused"/>; otherwise null.
/// </param>
public readonly record struct ValidationStart(
    StartKind Kind,
    ValidationId Id,
    ValidationRecord? Record = null,
    StoredScore? CachedScore = null,
    DateTimeOffset? RetryAt = null);

/// <summary>The kinds of result of a request to validate.</summary>
public enum StartKind
{
    /// <summary>A validation was started for the request.</summary>
    Started,

    /// <summary>A validation with the same idempotency key and applicant is already running.</summary>
    Joined,

    /// <summary>A validation with the same idempotency key and applicant has already ended; its outcome is returned.</summary>
    Replayed,

    /// <summary>A recent score is returned without a validation (score cache; requests without idempotency key only).</summary>
    Cached,

    /// <summary>
    /// An older score is returned without a validation, because the circuit admits no call at present (degraded mode).
    /// </summary>
    Degraded,

    /// <summary>The request is refused without a validation, because the circuit admits no call at present.</summary>
    Refused,

    /// <summary>The idempotency key was already used for another applicant; nothing was started.</summary>
    Conflict,
}
