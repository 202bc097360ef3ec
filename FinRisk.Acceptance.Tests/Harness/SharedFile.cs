using System.Text;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Reads files that another process, or this one, is still writing.</summary>
internal static class SharedFile
{
    /// <param name="path">The file.</param>
    /// <param name="encoding">Latin-1 to see every octet of a binary file as one character.</param>
    public static async Task<string> ReadAsync(string path, Encoding encoding)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false);
        return await reader.ReadToEndAsync();
    }
}
