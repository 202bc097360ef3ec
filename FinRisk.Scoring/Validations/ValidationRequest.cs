using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>A request to validate an applicant, read and checked.</summary>
/// <param name="Applicant">The applicant.</param>
/// <param name="Caller">The name of the caller's key or principal.</param>
/// <param name="CorrelationId">The request's correlation id.</param>
/// <param name="IdempotencyKey">The caller's idempotency key, unquoted, where one was sent.</param>
/// <param name="TraceParent">The request's W3C trace context.</param>
/// <param name="FromCache">Whether a recent score may answer (no <c>Cache-Control: no-cache</c>).</param>
public readonly record struct ValidationRequest(
    Applicant Applicant,
    string Caller,
    string CorrelationId,
    string? IdempotencyKey,
    string? TraceParent,
    bool FromCache);

/// <summary>What a request to validate led to.</summary>
/// <param name="Kind">How the request was met.</param>
/// <param name="Id">The validation that stands for it; default where none was needed.</param>
/// <param name="Record">That validation as last read; null where it was started and not awaited.</param>
/// <param name="Known">The score that answers at once, where <see cref="Kind"/> is <see cref="StartKind.Cached"/>.</param>
public readonly record struct ValidationStart(
    StartKind Kind, ValidationId Id, ValidationRecord? Record = null, KnownScore? Known = null);

/// <summary>How a request to validate was met.</summary>
public enum StartKind
{
    /// <summary>A validation was started for it.</summary>
    Started,

    /// <summary>A validation with the same idempotency key and payload was running already.</summary>
    Joined,

    /// <summary>A validation with the same idempotency key and payload had ended already.</summary>
    Replayed,

    /// <summary>A recent score answers it, without a validation (score cache, no idempotency key).</summary>
    Cached,

    /// <summary>Its idempotency key stands for another payload; nothing was started.</summary>
    Conflict,
}
