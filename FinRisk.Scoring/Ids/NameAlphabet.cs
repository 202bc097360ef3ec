using System.Buffers;

namespace FinRisk.Scoring.Ids;

/// <summary>
/// The allowed characters of names and ids that callers or operators choose and that appear in logs, headers and audit records.
/// </summary>
public static class NameAlphabet
{
    /// <summary><c>A-Za-z0-9._-</c>: nothing that could end a log line, a header or a field of a file.</summary>
    public static SearchValues<char> Characters { get; } =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
}
