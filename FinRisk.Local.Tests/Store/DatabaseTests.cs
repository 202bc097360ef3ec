using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;

namespace FinRisk.Local.Tests.Store;

/// <summary>A database that cannot be used is refused in words that a person can act on, and left as it was.</summary>
public sealed class DatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_host_on_the_folder_is_refused()
    {
        using var first = Open();
        var exception = Assert.Throws<IOException>(Open);
        Assert.Equal(
            $"{Path.Combine(_folder.Path, "finrisk.lock")} is locked: another FinRisk.Local uses this data folder. "
            + "Stop it, or set Local:DataFolder.",
            exception.Message);
    }

    [Fact]
    public void The_folder_is_free_again_when_the_first_host_has_gone()
    {
        Open().Dispose();
        using var second = Open();
        Assert.Equal(_folder.Path, second.Folder);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void Another_schema_version_is_refused_and_not_touched(int version)
    {
        SetVersion(version);
        var exception = Assert.Throws<IOException>(Open);
        Assert.Equal(
            $"{File} has schema version {version}, this program needs 4. Move the folder away, or use the program that wrote it.",
            exception.Message);

        using var connection = new StoreConnection(File, create: true);
        using var query = connection.Prepare("PRAGMA user_version");
        Assert.Equal([version], query.ReadAll(row => row.Number(0)));
    }

    [Fact]
    public void A_refused_folder_is_free_for_the_program_that_wrote_it()
    {
        SetVersion(5);
        Assert.Throws<IOException>(Open);
        SetVersion(4);
        using var right = Open();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_its_name()
    {
        System.IO.File.WriteAllText(File, new string('x', 5_000));
        var exception = Assert.Throws<IOException>(Open);
        Assert.Equal(
            $"{File} cannot be used: SQLite answered 26: file is not a database. Move it away, or set Local:DataFolder.",
            exception.Message);
        Assert.Equal(26, Assert.IsType<StoreException>(exception.InnerException).Code);
    }

    [Fact]
    public void A_database_that_cannot_be_opened_is_refused_with_its_name()
    {
        Directory.CreateDirectory(File);
        Assert.StartsWith(
            $"{File} cannot be used: SQLite answered 14: ", Assert.Throws<IOException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        System.IO.File.WriteAllText(File, "");
        Assert.ThrowsAny<IOException>(
            () => { _ = new Database(new LocalSettings { DataFolder = Path.Combine(File, "below-a-file") }); });
    }

    [Fact]
    public void A_commit_is_on_the_disk_before_it_is_told()
    {
        using var database = Open();
        using var connection = database.Open();
        Assert.Equal(2, Number(connection, "PRAGMA synchronous"));
        using var mode = connection.Prepare("PRAGMA journal_mode");
        Assert.Equal(["wal"], mode.ReadAll(row => row.Text(0)));
    }

    private string File => Path.Combine(_folder.Path, "finrisk.db");

    private static long Number(StoreConnection connection, string sql)
    {
        using var query = connection.Prepare(sql);
        return query.ReadAll(row => row.Number(0))[0];
    }

    private Database Open() => new(new LocalSettings { DataFolder = _folder.Path });

    private void SetVersion(int version)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new StoreConnection(File, create: true);
        connection.Execute($"PRAGMA user_version = {version}");
    }
}
