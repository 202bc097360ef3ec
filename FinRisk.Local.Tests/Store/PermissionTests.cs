using System.Runtime.Versioning;
using FinRisk.Local.Privacy;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;

namespace FinRisk.Local.Tests.Store;

/// <summary>Data and keys are their owner's alone. (Windows has the profile's access list instead.)</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PermissionTests : IDisposable
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_data_folder_is_its_owners_alone()
    {
        using var database = Open(Path.Combine(_folder.Path, "new", "data"));
        Assert.Equal(FolderMode, File.GetUnixFileMode(database.Folder));
    }

    [Fact]
    public void A_data_folder_that_was_open_is_closed()
    {
        File.SetUnixFileMode(
            _folder.Path, FolderMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        using var database = Open(_folder.Path);
        Assert.Equal(FolderMode, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public void A_folder_that_holds_other_things_is_left_as_it_is()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "thesis.txt"), "");
        var mode = FolderMode | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder.Path, mode);
        var exception = Assert.ThrowsAny<IOException>(() => Open(_folder.Path));
        Assert.Equal(
            $"{_folder.Path} contains other files, so it is not used as the data folder; set Local:DataFolder to a new one.",
            exception.Message);
        Assert.Equal(mode, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public void The_keys_and_the_pepper_are_their_owners_alone()
    {
        using var database = Open(_folder.Path);
        LocalSecrets.ReadPepper(database);
        var keys = Path.Combine(_folder.Path, "keys");
        Assert.Equal(FolderMode, File.GetUnixFileMode(keys));
        Assert.Equal(FileMode, File.GetUnixFileMode(Path.Combine(keys, "pepper")));
    }

    /// <summary>Not even root may make a folder there.</summary>
    [Fact]
    public void A_folder_that_may_not_be_made_is_refused_with_its_name()
    {
        var exception = Assert.ThrowsAny<IOException>(() => Open("/sys/finrisk"));
        Assert.Contains("/sys/finrisk", exception.Message, StringComparison.Ordinal);
    }

    private static Database Open(string folder) => new(new LocalSettings { DataFolder = folder });
}
