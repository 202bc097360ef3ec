using FinRisk.Local.Privacy;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Tests.Privacy;

/// <summary>A data subject asks what is kept, and wants it erased.</summary>
public sealed class SubjectCommandTests : IDisposable
{
    private const string Jane = """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}""";
    private const string John = """{"firstName":"John","lastName":"Doe","idNumber":"8001015009087"}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_kept_is_told_then_erased_and_nobody_elses()
    {
        await FillAsync();
        var (code, found, _) = Run("find", Jane);
        Assert.Equal(0, code);
        Assert.Contains("score 72 MEDIUM of 2026-11-22T10:15:00", found, StringComparison.Ordinal);
        Assert.Contains($"validation {Sample.Id(1).Value} Completed for alice", found, StringComparison.Ordinal);
        Assert.Contains($"validation {Sample.Id(3).Value} has not ended", found, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.Id(2).Value, found, StringComparison.Ordinal);

        Assert.EndsWith($"erased: 2{Environment.NewLine}", Run("erase", Jane).Output, StringComparison.Ordinal);
        Assert.Equal(
            $"validation {Sample.Id(3).Value} has not ended: start the host, let it finish, then erase{Environment.NewLine}",
            Run("find", Jane).Output);
        Assert.Contains(Sample.Id(2).Value, Run("find", John).Output, StringComparison.Ordinal);

        // The audit log keeps it, once; no free page and no log does.
        Assert.Equal(1, _folder.DatabaseBytes().AsSpan().Count(System.Text.Encoding.ASCII.GetBytes(Sample.Id(1).Value)));
    }

    /// <summary>Also what is under a former pepper.</summary>
    [Fact]
    public async Task A_rotation_hides_nothing_from_it()
    {
        await FillAsync();
        var pepper = Path.Combine(_folder.Path, "keys", "pepper");
        File.Move(pepper, pepper + ".old");
        Assert.EndsWith($"erased: 2{Environment.NewLine}", Run("erase", Jane).Output, StringComparison.Ordinal);
    }

    /// <summary>For Azure, where tables are looked into with the platform's own tools.</summary>
    [Fact]
    public void Keys_are_told_for_peppers_that_are_given()
    {
        byte[] current = [.. Enumerable.Range(0, 32).Select(at => (byte)at)], former = [.. current.Select(value => (byte)~value)];
        var keys = new LookupHasher(current, former).KeysOf(new Applicant("Jane", "Doe", "8001015009087"));
        var (code, output, _) = Run(
            "keys",
            Jane,
            "--Privacy:Pepper=" + Convert.ToBase64String(current),
            "--Privacy:PreviousPeppers=" + Convert.ToBase64String(former));
        Assert.Equal((0, $"{keys.Current}{Environment.NewLine}{keys.Former[0]}{Environment.NewLine}"), (code, output));
    }

    [Theory]
    [InlineData("find", "{}", "Correct firstName, lastName, idNumber")]
    [InlineData("find", "", "The body is not valid JSON.")]
    [InlineData("remove", Jane, "Usage: FinRisk.Local subject find|erase|keys")]
    [InlineData("find", Jane, "holds no FinRisk database; set Local:DataFolder.")]
    public void What_cannot_be_done_is_said(string verb, string applicant, string said)
    {
        var (code, output, errors) = Run(verb, applicant);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>Jane has a score, a finished and a running validation; John a finished one.</summary>
    private async Task FillAsync()
    {
        using var store = new StoreBench(_folder.Path);
        var hasher = LocalSecrets.ReadPepper(store.Database);
        var (jane, john) = (hasher.ApplicantKey(new Applicant("Jane", "Doe", "8001015009087")), hasher.ApplicantKey(
            new Applicant("John", "Doe", "8001015009087")));
        await store.Store.AcceptAsync(Sample.Input(Sample.Id(1)) with { ApplicantKey = jane });
        await store.Store.CompleteAsync(Sample.Scored(Sample.Id(1), applicantKey: jane));
        await store.Store.AcceptAsync(Sample.Input(Sample.Id(2)) with { ApplicantKey = john });
        await store.Store.CompleteAsync(Sample.Failed(Sample.Id(2)) with { ApplicantKey = john });
        await store.Store.AcceptAsync(Sample.Input(Sample.Id(3)) with { ApplicantKey = jane });
    }

    private (int Code, string Output, string Errors) Run(string verb, string applicant, params string[] more)
    {
        using var input = new StringReader(applicant);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new SubjectCommand(input, output, errors).Run(
            [SubjectCommand.Name, verb, "--Local:DataFolder=" + _folder.Path, .. more]);
        return (code, output.ToString(), errors.ToString());
    }
}
