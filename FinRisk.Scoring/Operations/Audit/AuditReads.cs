using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.Audit;

/// <summary>Records each read of the audit log in the audit log itself, before the result is returned.</summary>
internal static class AuditReads
{
    /// <summary>Records that the caller of this request reads the audit log.</summary>
    /// <param name="audit">The audit log.</param>
    /// <param name="http">The request.</param>
    /// <param name="at">The time of the read.</param>
    /// <param name="validationId">The validation whose records are read; null for a range.</param>
    /// <param name="description">The range that is read, as text; null for one validation.</param>
    /// <exception cref="AuditException">The record could not be written, so nothing may be returned.</exception>
    public static Task AppendReadAsync(
        this IAuditLog audit, HttpContext http, DateTimeOffset at, string? validationId = null, string? description = null) =>
        audit.AppendAsync(
            AuditRecords.OperatorRead(
                AuditActions.AuditRead, http.GetCaller(), http.GetCorrelationId(), at, validationId, description),
            http.RequestAborted);
}
