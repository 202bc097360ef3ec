using System.Security.Cryptography;
using FinRisk.Local.Store;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Privacy;

/// <summary>The secrets of the local host, made at its first start and readable by its owner alone.</summary>
internal static class LocalSecrets
{
    /// <summary>The folder of the key ring and the pepper, beside the database.</summary>
    public static string Folder(Database database) => PrivateFolder.Ensure(Path.Combine(database.Folder, "keys"));

    /// <summary>Reads the pepper, or makes one.</summary>
    public static LookupHasher ReadPepper(Database database)
    {
        var path = Path.Combine(Folder(database), "pepper");
        if (!File.Exists(path))
            WriteOnce(path, RandomNumberGenerator.GetBytes(LookupHasher.MinPepperBytes));
        var pepper = File.ReadAllBytes(path);
        return pepper.Length >= LookupHasher.MinPepperBytes
            ? new LookupHasher(pepper)
            : throw new IOException($"{path} is damaged. Restore it from a backup; removing it makes a new one, and forgets idempotency keys and known scores.");
    }

    /// <summary>Written whole under another name first: a pepper cut short by a crash would lose every look-up.</summary>
    private static void WriteOnce(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var half = path + ".new";
        using (var file = new FileStream(half, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: false);
    }
}
