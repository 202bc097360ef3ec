using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Audit;

/// <summary>Writes each record as a JSON object on one line, without the members that are null.</summary>
internal sealed class AuditJsonLines : AuditFormat
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Options that do not escape apostrophes and the like, because the output is never embedded in HTML.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string Name => "jsonl";

    public override string MediaType => "application/jsonl; charset=utf-8";

    public override void Write(IBufferWriter<byte> output, AuditRecord record)
    {
        using (var json = new Utf8JsonWriter(output, Readable))
            WriteObject(json, record);
        output.Write("\n"u8);
    }

    /// <summary>Writes one record as a JSON object.</summary>
    public static void WriteObject(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartObject();
        json.WriteString("at", Time(record.At));
        json.WriteString("act", record.Action);
        json.WriteString("caller", record.Caller);
        WriteText(json, "validationId", record.ValidationId);
        WriteText(json, "correlationId", record.CorrelationId);
        WriteText(json, "outcome", record.Outcome);
        WriteText(json, "riskLevel", record.Level?.ToWire());
        WriteText(json, "scoreOf", record.ScoreOf);
        WriteText(json, "provider", record.Provider);
        if (record.Attempts is { } attempts)
            json.WriteNumber("attempts", attempts);
        if (record.Degraded is { } degraded)
            json.WriteBoolean("degraded", degraded);
        WriteText(json, "acceptedAt", Time(record.AcceptedAt));
        WriteText(json, "endedAt", Time(record.EndedAt));
        WriteText(json, "reason", record.Reason);
        json.WriteEndObject();
    }

    /// <summary>Formats a time for both formats: UTC with milliseconds.</summary>
    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
