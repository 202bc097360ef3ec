namespace FinRisk.Local.Store;

/// <summary>Creates folders that only the user who runs the host can access.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Creates the data folder like <see cref="Ensure"/>. Refuses an existing folder that contains files of other programs,
    /// because their other users would lose access.
    /// </summary>
    /// <exception cref="IOException">
    /// The folder contains files of other programs, cannot be created, or belongs to another user.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The folder exists, but this user may not list it.</exception>
    public static string EnsureData(string folder)
    {
        if (Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).Any()
            && !Directory.EnumerateFileSystemEntries(folder, "finrisk.*").Any())
        {
            throw new IOException(
                $"{Path.GetFullPath(folder)} contains other files, so it is not used as the data folder; "
                + "set Local:DataFolder to a new one.");
        }

        return Ensure(folder);
    }

    /// <summary>
    /// Creates the folder if it does not exist, restricts access to this user, and returns the full path.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be created, or belongs to another user.</exception>
    public static string Ensure(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // On Windows the folder inherits the access control list of its parent, such as the user's profile.
                Directory.CreateDirectory(path);
                return path;
            }

            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
            return path;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new IOException(
                $"{path} cannot be used as the data folder: {exception.Message} "
                + "Give this user the right to write there, or set Local:DataFolder.",
                exception);
        }
    }
}
