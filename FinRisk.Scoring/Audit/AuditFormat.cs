using System.Buffers;

namespace FinRisk.Scoring.Audit;

/// <summary>A file format in which audit records are exported.</summary>
internal abstract class AuditFormat
{
    /// <summary>One JSON object per line, with unchanged values; for programs and archives.</summary>
    public static readonly AuditFormat JsonLines = new AuditJsonLines();

    /// <summary>CSV, for spreadsheets.</summary>
    public static readonly AuditFormat Csv = new AuditCsv();

    /// <summary>The name in the query parameter, and the file name extension.</summary>
    public abstract string Name { get; }

    /// <summary>The media type.</summary>
    public abstract string MediaType { get; }

    /// <summary>Returns the format with this name; JSON lines without a name; null if the name is unknown.</summary>
    public static AuditFormat? FromName(string? name) => name switch
    {
        null or "" or "jsonl" => JsonLines,
        "csv" => Csv,
        _ => null,
    };

    /// <summary>Writes the header that precedes the first record, if the format has one.</summary>
    public virtual void WriteHeader(IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one record and a line ending.</summary>
    public abstract void Write(IBufferWriter<byte> output, AuditRecord record);
}
