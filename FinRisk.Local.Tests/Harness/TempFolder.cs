namespace FinRisk.Local.Tests.Harness;

/// <summary>A data folder that goes with its test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("finrisk-local-").FullName;

    /// <summary>The database and its WAL, as bytes on the disk.</summary>
    public byte[] DatabaseBytes() =>
    [
        .. Directory.EnumerateFiles(Path, "finrisk.db*")
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
            .SelectMany(ReadShared),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
