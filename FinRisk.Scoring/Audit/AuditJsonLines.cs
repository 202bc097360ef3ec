using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;

namespace FinRisk.Scoring.Audit;

/// <summary>Writes records as JSON, absent members left out.</summary>
internal sealed class AuditJsonLines : AuditFormat
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Never put into a page, so that apostrophes may stay as they are.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string Name => "jsonl";

    public override string MediaType => "application/jsonl; charset=utf-8";

    public override void Write(IBufferWriter<byte> output, AuditRecord record)
    {
        using (var json = new Utf8JsonWriter(output, Readable))
            WriteObject(json, record);
        output.Write("\n"u8);
    }

    /// <summary>Writes one record as an object.</summary>
    public static void WriteObject(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartObject();
        json.WriteString("at", Time(record.At));
        json.WriteString("act", record.Act);
        json.WriteString("caller", record.Caller);
        WriteText(json, "validationId", record.ValidationId);
        WriteText(json, "correlationId", record.CorrelationId);
        WriteText(json, "outcome", record.Outcome);
        WriteText(json, "riskLevel", record.Level?.ToWire());
        WriteText(json, "scoreOf", record.ScoreOf);
        if (record.Attempts is { } attempts)
            json.WriteNumber("attempts", attempts);
        if (record.Degraded is { } degraded)
            json.WriteBoolean("degraded", degraded);
        WriteText(json, "acceptedAt", Time(record.AcceptedAt));
        WriteText(json, "endedAt", Time(record.EndedAt));
        WriteText(json, "reason", record.Reason);
        json.WriteEndObject();
    }

    /// <summary>A time as both forms write it: UTC, milliseconds.</summary>
    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
