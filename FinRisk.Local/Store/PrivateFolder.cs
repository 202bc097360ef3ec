namespace FinRisk.Local.Store;

/// <summary>Folders and files that only their owner may read.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// As <see cref="Ensure"/>, but refuses a folder with other things in it: closing that would lock its users out.
    /// </summary>
    /// <exception cref="IOException">It cannot be created, or is not ours.</exception>
    public static string EnsureData(string folder)
    {
        if (Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).Any()
            && !Directory.EnumerateFileSystemEntries(folder, "finrisk.*").Any())
        {
            throw new IOException(
                $"{Path.GetFullPath(folder)} holds other files, so it is not used as the data folder; "
                + "set Local:DataFolder to a new one.");
        }

        return Ensure(folder);
    }

    /// <summary>Creates the folder where it is missing, closes it to everybody else, and returns its full path.</summary>
    /// <exception cref="IOException">It cannot be created or is not ours.</exception>
    public static string Ensure(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Windows: the folder inherits the profile's access list.
                Directory.CreateDirectory(path);
                return path;
            }

            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
            return path;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new IOException(
                $"{path} cannot be used as the data folder: {fault.Message} "
                + "Give this user the right to write there, or set Local:DataFolder.",
                fault);
        }
    }
}
