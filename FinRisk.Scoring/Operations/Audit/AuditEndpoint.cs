using System.Buffers;
using System.Globalization;
using System.Text.Json;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.Audit;

/// <summary>
/// <c>GET /ops/audit</c> and <c>GET /ops/audit/{validationId}</c> (docs/contract.md, section 12): operators read the audit log.
/// Every read is itself recorded in the audit log before anything is returned.
/// </summary>
public sealed class AuditEndpoint(IAuditLog audit, IAuditReader reader, TimeProvider clock)
{
    /// <summary>
    /// The route of a day's export (query parameters <c>day=YYYY-MM-DD</c> and <c>format=jsonl</c> or <c>csv</c>) and of the
    /// search by <c>correlationId</c>.
    /// </summary>
    public const string DayRoute = "/ops/audit";

    /// <summary>The route of the records of one validation.</summary>
    public const string ValidationRoute = "/ops/audit/{validationId}";

    /// <summary>Exports the records of a day, or returns those of a <c>correlationId</c>.</summary>
    public async Task<IResult> DayAsync(HttpContext http)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal))
            return refusal;
        return http.Request.Query.ContainsKey(CorrelationQuery.Parameter)
            ? await CorrelationAsync(http)
            : await ExportAsync(http);
    }

    /// <summary>Returns all records of one validation; 404 if there are none.</summary>
    public async Task<IResult> ValidationAsync(HttpContext http, string? validationId)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal))
            return refusal;
        if (!ValidationId.TryParse(validationId, out var id)
            || await reader.FindAsync(id, http.RequestAborted) is not { Count: > 0 } records)
            return Problems.Create(
                http,
                ProblemKind.NotFound,
                "No record names this validation: it never existed, has not ended, or its records have been purged.");

        await audit.AppendReadAsync(http, clock.GetUtcNow(), id.Value);
        return new AuditTrail(json => json.WriteString("validationId", id.Value), records);
    }

    private async Task<IResult> ExportAsync(HttpContext http)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (CorrelationQuery.ReadDay(http.Request.Query) is not { } day)
            (day, errors["day"]) = (default, ["day is needed once, as YYYY-MM-DD; days are those of UTC."]);
        var format = http.Request.Query["format"] is { Count: <= 1 } formats ? AuditFormat.FromName(formats) : null;
        if (format is null)
            errors["format"] = ["format is jsonl (the default) or csv."];
        if (errors.Count > 0)
            return CorrelationQuery.Refuse(http, errors);

        var description = string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} as {format!.Name}");
        await audit.AppendReadAsync(http, clock.GetUtcNow(), description: description);
        return new AuditExport(reader, day, format);
    }

    /// <summary>
    /// Returns the records of one correlation id, of one day or of the last <see cref="CorrelationQuery.DefaultDays"/>.
    /// </summary>
    private async Task<IResult> CorrelationAsync(HttpContext http)
    {
        if (!CorrelationQuery.TryRead(http, clock, out var query, out var refusal))
            return refusal;

        await audit.AppendReadAsync(http, clock.GetUtcNow(), description: query.Description);
        var (records, complete) = await query.FindAsync(reader, http.RequestAborted);
        return new AuditTrail(
            json =>
            {
                json.WriteString(CorrelationQuery.Parameter, query.Id);
                json.WriteString("from", query.From);
                json.WriteString("to", query.To);
                json.WriteBoolean("complete", complete);
            },
            records,
            fileName: $"finrisk-audit-{query.Id}.json");
    }

    /// <summary>A JSON object with the subject of the query and its audit records.</summary>
    private sealed class AuditTrail(
        Action<Utf8JsonWriter> writeSubject, IReadOnlyList<AuditRecord> records, string? fileName = null) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var utf8 = new ArrayBufferWriter<byte>(1024);
            using (var json = new Utf8JsonWriter(utf8))
            {
                json.WriteStartObject();
                writeSubject(json);
                json.WriteStartArray("records");
                foreach (var record in records)
                    AuditJsonLines.WriteObject(json, record);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            var response = httpContext.Response;
            response.ContentType = "application/json";
            response.Headers.CacheControl = "no-store";
            if (fileName is not null)
                response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
            response.ContentLength = utf8.WrittenCount;
            await response.Body.WriteAsync(utf8.WrittenMemory, httpContext.RequestAborted);
        }
    }
}
