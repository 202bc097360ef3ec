using System.Security.Cryptography;
using FinRisk.Local.Store;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Privacy;

/// <summary>The secrets of the local host, made at its first start and readable by its owner alone.</summary>
internal static class LocalSecrets
{
    private const string Pepper = "pepper";
    private const string Half = ".new";

    /// <summary>The folder of the key ring and the pepper, beside the database.</summary>
    public static string Folder(Database database) => PrivateFolder.Ensure(Path.Combine(database.Folder, "keys"));

    /// <summary>
    /// Reads the pepper, or makes one. Every other file <c>pepper.*</c> (but <c>.new</c>) is a previous pepper: to rotate, rename
    /// <c>pepper</c> and start again.
    /// </summary>
    public static LookupHasher ReadPepper(Database database)
    {
        var folder = Folder(database);
        var path = Path.Combine(folder, Pepper);
        if (!File.Exists(path))
            WriteOnce(path, RandomNumberGenerator.GetBytes(LookupHasher.MinPepperBytes));

        // Not by a pattern: pepper.* also means pepper itself.
        var former = Directory.GetFiles(folder).Where(file =>
            Path.GetFileName(file).StartsWith(Pepper + ".", StringComparison.Ordinal) && !file.EndsWith(
                Half, StringComparison.Ordinal));
        return new LookupHasher(Read(path), [.. former.OrderDescending(StringComparer.Ordinal).Select(Read)]);
    }

    private static byte[] Read(string path)
    {
        var pepper = File.ReadAllBytes(path);
        return pepper.Length >= LookupHasher.MinPepperBytes
            ? pepper
            : throw new IOException(
                $"{path} is damaged. Restore it from a backup; "
                + "removing it forgets the idempotency keys and scores that were kept under it.");
    }

    /// <summary>
    /// Writes atomically (temporary file, flush, rename): a pepper cut short by a crash would lose every look-up.
    /// </summary>
    private static void WriteOnce(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var half = path + Half;
        using (var file = new FileStream(half, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: false);
    }
}
