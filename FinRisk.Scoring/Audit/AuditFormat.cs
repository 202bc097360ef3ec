using System.Buffers;

namespace FinRisk.Scoring.Audit;

/// <summary>A form in which records leave the log.</summary>
internal abstract class AuditFormat
{
    /// <summary>One JSON object a line; exact, for machines and archives.</summary>
    public static readonly AuditFormat JsonLines = new AuditJsonLines();

    /// <summary>A table for a spreadsheet.</summary>
    public static readonly AuditFormat Csv = new AuditCsv();

    /// <summary>Its name in the query, and a file's ending.</summary>
    public abstract string Name { get; }

    /// <summary>Its media type.</summary>
    public abstract string MediaType { get; }

    /// <summary>The form of this name, or null.</summary>
    public static AuditFormat? Of(string? name) => name switch
    {
        null or "" or "jsonl" => JsonLines,
        "csv" => Csv,
        _ => null,
    };

    /// <summary>Writes what stands before the first record.</summary>
    public virtual void WriteHeader(IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one record with the end of its line.</summary>
    public abstract void Write(IBufferWriter<byte> output, AuditRecord record);
}
