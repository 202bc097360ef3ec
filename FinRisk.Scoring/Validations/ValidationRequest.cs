using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>One request to validate an applicant, read and checked.</summary>
/// <param name="Applicant">The applicant.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="CorrelationId">The request's correlation id.</param>
/// <param name="IdempotencyKey">The caller's idempotency key, unquoted, where one was sent.</param>
/// <param name="TraceParent">The request's trace context.</param>
/// <param name="FromCache">Whether a recent score may answer (no <c>Cache-Control: no-cache</c>).</param>
public readonly record struct ValidationRequest(
    Applicant Applicant,
    string Caller,
    string CorrelationId,
    string? IdempotencyKey,
    string? TraceParent,
    bool FromCache);
