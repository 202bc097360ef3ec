using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.RiskShield;

/// <summary>One call to the vendor. Holds an open applicant, so it lives only as long as the call.</summary>
/// <param name="Applicant">Whose score is asked for.</param>
/// <param name="ValidationId">Sent as <c>Idempotency-Key</c>: a repeated call is one bill.</param>
/// <param name="CorrelationId">Sent as <c>X-Correlation-ID</c>.</param>
/// <param name="TraceParent">Sent as <c>traceparent</c> (W3C Trace Context), where there is one.</param>
/// <param name="ToCandidate">The candidate path is to score, where there is one.</param>
/// <param name="IsProbe">The circuit waits for how it ends.</param>
internal readonly record struct VendorRequest(Applicant Applicant, ValidationId ValidationId, string CorrelationId, string? TraceParent, bool ToCandidate = false, bool IsProbe = false);
