using System.Buffers;
using System.Globalization;
using System.Text;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Audit;

/// <summary>
/// Writes records as CSV (RFC 4180: a header, CRLF, quotes doubled). A field that a spreadsheet would interpret as a formula is
/// prefixed with an apostrophe. For unchanged values use <see cref="AuditFormat.JsonLines"/>.
/// </summary>
internal sealed class AuditCsv : AuditFormat
{
    private const string Header =
        "at,act,caller,validationId,correlationId,outcome,riskLevel,scoreOf,provider,attempts,degraded,acceptedAt,endedAt,"
        + "reason\r\n";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n'");

    /// <summary>
    /// The characters with which a formula begins, including the full-width forms that East Asian editions accept.
    /// </summary>
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n|%＝＋－＠");

    public override string Name => "csv";

    public override string MediaType => "text/csv; charset=utf-8; header=present";

    public override void WriteHeader(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(Header, output);

    public override void Write(IBufferWriter<byte> output, AuditRecord record)
    {
        var line = new StringBuilder(256);
        Add(line, AuditJsonLines.Time(record.At));
        Add(line, record.Action);
        Add(line, record.Caller);
        Add(line, record.ValidationId);
        Add(line, record.CorrelationId);
        Add(line, record.Outcome);
        Add(line, record.Level?.ToWire());
        Add(line, record.ScoreOf);
        Add(line, record.Provider);
        Add(line, record.Attempts?.ToString(CultureInfo.InvariantCulture));
        Add(line, record.Degraded switch { null => null, true => "true", _ => "false" });
        Add(line, AuditJsonLines.Time(record.AcceptedAt));
        Add(line, AuditJsonLines.Time(record.EndedAt));
        Add(line, record.Reason);
        line.Length--; // The comma after the last field.
        Encoding.UTF8.GetBytes(line.Append("\r\n").ToString(), output);
    }

    private static void Add(StringBuilder line, string? value)
    {
        if (value is { Length: > 0 })
        {
            // Some spreadsheets skip leading spaces before they look for a formula.
            if (value.AsSpan().TrimStart(' ') is [var first, ..] && Formula.Contains(first))
                value = "'" + value;
            if (value.AsSpan().ContainsAny(Quoted))
                value = $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            line.Append(value);
        }

        line.Append(',');
    }
}
