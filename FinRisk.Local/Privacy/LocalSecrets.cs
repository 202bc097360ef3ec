using System.Security.Cryptography;
using FinRisk.Local.Store;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Privacy;

/// <summary>The local host's secrets, generated at its first start and readable only by the user that runs the host.</summary>
internal static class LocalSecrets
{
    private const string Pepper = "pepper";
    private const string TemporarySuffix = ".new";

    /// <summary>The folder that holds the Data Protection key ring and the pepper, next to the database.</summary>
    public static string Folder(Database database) => PrivateFolder.Ensure(Path.Combine(database.Folder, "keys"));

    /// <summary>
    /// Reads the pepper, or generates one if there is none. Every file <c>pepper.*</c> except <c>pepper.new</c> is a previous
    /// pepper: to rotate the pepper, rename <c>pepper</c>, for example to <c>pepper.2026-01</c>, and restart the host.
    /// </summary>
    /// <exception cref="IOException">A pepper is too short, or a file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read or write a file.</exception>
    public static LookupHasher ReadPepper(Database database)
    {
        var folder = Folder(database);
        var path = Path.Combine(folder, Pepper);
        if (!File.Exists(path))
            WriteAtomically(path, RandomNumberGenerator.GetBytes(LookupHasher.MinPepperBytes));

        // Not by a search pattern: pepper.* would also match pepper itself.
        var previous = Directory.GetFiles(folder).Where(file =>
            Path.GetFileName(file).StartsWith(Pepper + ".", StringComparison.Ordinal)
            && !file.EndsWith(TemporarySuffix, StringComparison.Ordinal));
        return new LookupHasher(Read(path), [.. previous.OrderDescending(StringComparer.Ordinal).Select(Read)]);
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
    /// Writes to a temporary file, flushes it and renames it, so that a crash cannot leave a truncated pepper, under which none
    /// of the stored hashes could be found again.
    /// </summary>
    private static void WriteAtomically(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var temporary = path + TemporarySuffix;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: false);
    }
}
