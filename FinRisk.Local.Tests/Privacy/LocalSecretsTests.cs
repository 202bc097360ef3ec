using FinRisk.Local.Privacy;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Tests.Privacy;

/// <summary>The pepper is made once: with another one every look-up by applicant or idempotency key would be lost.</summary>
public sealed class LocalSecretsTests : IDisposable
{

    private readonly TempFolder _folder = new();
    private readonly Database _database;

    public LocalSecretsTests() => _database = new Database(new LocalSettings { DataFolder = _folder.Path });

    private string Pepper => Path.Combine(_folder.Path, "keys", "pepper");

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_pepper_outlives_the_process()
    {
        var first = LocalSecrets.ReadPepper(_database).ApplicantHash(Sample.Jane);
        Assert.Equal(first, LocalSecrets.ReadPepper(_database).ApplicantHash(Sample.Jane));
        Assert.Equal(LookupHasher.MinPepperBytes, new FileInfo(Pepper).Length);
    }

    [Fact]
    public void Two_folders_have_two_peppers()
    {
        using var other = new TempFolder();
        using var database = new Database(new LocalSettings { DataFolder = other.Path });
        Assert.NotEqual(
            LocalSecrets.ReadPepper(_database).ApplicantHash(Sample.Jane),
            LocalSecrets.ReadPepper(database).ApplicantHash(Sample.Jane));
    }

    /// <summary>How an operator rotates it: rename it and start again.</summary>
    [Fact]
    public void A_renamed_pepper_is_a_former_one_and_a_new_one_is_made()
    {
        var first = LocalSecrets.ReadPepper(_database).ApplicantHash(Sample.Jane);
        File.Move(Pepper, Pepper + ".2026-11-22");
        var second = LocalSecrets.ReadPepper(_database).HashesOf(Sample.Jane);
        Assert.NotEqual(first, second.Current);
        Assert.Equal([first], second.Previous);

        File.Move(Pepper, Pepper + ".2027-05-01");
        Assert.Equal([second.Current, first], LocalSecrets.ReadPepper(_database).HashesOf(Sample.Jane).Previous);
        File.Delete(Pepper + ".2026-11-22");
        Assert.Equal([second.Current], LocalSecrets.ReadPepper(_database).HashesOf(Sample.Jane).Previous);
    }

    [Fact]
    public void A_damaged_former_pepper_is_named()
    {
        LocalSecrets.ReadPepper(_database);
        File.WriteAllText(Pepper + ".old", "short");
        Assert.StartsWith(
            $"{Pepper}.old is damaged.",
            Assert.Throws<IOException>(() => LocalSecrets.ReadPepper(_database)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pepper_that_was_cut_short_by_a_crash_is_made_anew()
    {
        LocalSecrets.Folder(_database);
        File.WriteAllBytes(Pepper + ".new", [1, 2, 3]);
        LocalSecrets.ReadPepper(_database);
        Assert.Equal(LookupHasher.MinPepperBytes, new FileInfo(Pepper).Length);
        Assert.False(File.Exists(Pepper + ".new"));
    }
}
