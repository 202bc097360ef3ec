using System.Buffers;
using System.Globalization;
using FinRisk.Scoring.Audit;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.Audit;

/// <summary>
/// The response with all audit records of one day. Records are written to the response while they are read from the store, so the
/// size of the day does not affect the memory needed.
/// </summary>
internal sealed class AuditExport(IAuditReader reader, DateOnly day, AuditFormat format) : IResult
{
    private const int FlushBytes = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = format.MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition =
            string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"finrisk-audit-{day:yyyy-MM-dd}.{format.Name}\"");
        await WriteAsync(reader, day, format, response.Body, httpContext.RequestAborted);
    }

    /// <summary>Writes the records of a day to a stream.</summary>
    private static async Task WriteAsync(
        IAuditReader reader, DateOnly day, AuditFormat format, Stream output, CancellationToken stopping)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        format.WriteHeader(buffer);
        await foreach (var record in reader.ReadDayAsync(day, stopping))
        {
            format.Write(buffer, record);
            if (buffer.WrittenCount < FlushBytes)
                continue;
            await output.WriteAsync(buffer.WrittenMemory, stopping);
            buffer.ResetWrittenCount();
        }

        await output.WriteAsync(buffer.WrittenMemory, stopping);
    }
}
