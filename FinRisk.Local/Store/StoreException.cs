namespace FinRisk.Local.Store;

/// <summary>SQLite refused a statement: the disk is full or failing, or a rule of the schema is broken.</summary>
/// <param name="code">SQLite's extended result code (sqlite.org/rescode.html).</param>
internal sealed class StoreException(int code) : Exception($"SQLite answered {code}: {SQLitePCL.raw.sqlite3_errstr(code).utf8_to_string()}.")
{
    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; } = code;
}
