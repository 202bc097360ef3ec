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
/// <c>GET /ops/audit</c> and <c>GET /ops/audit/{validationId}</c> (contract, section 12), the same in every host. For operators
/// only, and every reading is a record itself, written before anything is handed out.
/// </summary>
public sealed class AuditEndpoint(IAuditLog audit, IAuditReader reader, TimeProvider clock)
{
    /// <summary>A day's export: <c>day=YYYY-MM-DD</c>, and <c>format=jsonl</c> or <c>csv</c>.</summary>
    public const string DayRoute = "/ops/audit";

    /// <summary>One validation's records, with the parameter <c>validationId</c>.</summary>
    public const string ValidationRoute = "/ops/audit/{validationId}";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Exports a day.</summary>
    public async Task<IResult> DayAsync(HttpContext http)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal))
            return refusal;

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var query = http.Request.Query;
        if (query["day"] is not [var text] || !DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            (day, errors["day"]) = (default, ["day is needed once, as YYYY-MM-DD; days are those of UTC."]);
        var format = query["format"] is { Count: <= 1 } formats ? AuditFormat.Of(formats) : null;
        if (format is null)
            errors["format"] = ["format is jsonl (the default) or csv."];
        if (errors.Count > 0)
            return Problems.Create(
                http, ProblemKind.InvalidQuery, $"Correct {string.Join(", ", errors.Keys)} and send the request again.", errors);

        await NoteAsync(http, null, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} as {format!.Name}"));
        return new AuditExport(reader, day, format);
    }

    /// <summary>Tells all about one validation.</summary>
    public async Task<IResult> ValidationAsync(HttpContext http, string? validationId)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal))
            return refusal;
        if (!ValidationId.TryParse(validationId, out var id) || await reader.FindAsync(id, http.RequestAborted) is not { Count: > 0 } records)
            return Problems.Create(
                http,
                ProblemKind.NotFound,
                "No record names this validation: it never was, has not ended, or its records have been purged.");

        await NoteAsync(http, id.Value, null);
        return new AuditTrail(id.Value, records);
    }

    private Task NoteAsync(HttpContext http, string? validationId, string? what) => audit.AppendAsync(
        AuditRecords.Read(
            AuditActs.AuditRead,
            http.GetCaller(),
            http.GetCorrelationId(),
            clock.GetUtcNow(),
            validationId,
            what), http.RequestAborted);

    private sealed class AuditTrail(string validationId, IReadOnlyList<AuditRecord> records) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var utf8 = new ArrayBufferWriter<byte>(1024);
            using (var json = new Utf8JsonWriter(utf8))
            {
                json.WriteStartObject();
                json.WriteString("validationId", validationId);
                json.WriteStartArray("records");
                foreach (var record in records)
                    AuditJsonLines.WriteObject(json, record);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            var response = httpContext.Response;
            response.ContentType = "application/json";
            response.Headers.CacheControl = "no-store";
            response.ContentLength = utf8.WrittenCount;
            await response.Body.WriteAsync(utf8.WrittenMemory, httpContext.RequestAborted);
        }
    }
}
