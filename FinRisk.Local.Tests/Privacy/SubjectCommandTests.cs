using FinRisk.Local.Privacy;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Tests.Privacy;

/// <summary>A data subject asks what is kept, and wants it erased.</summary>
public sealed class SubjectCommandTests : IDisposable
{
    private const string Jane = SampleApplicant.JsonOfJane;
    private const string John = """{"firstName":"John","lastName":"Doe","idNumber":"8001015009087"}""";

    private const string Reason = "--reason=request 118";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_kept_is_told_then_erased_and_nobody_elses()
    {
        await FillAsync();
        var (code, found, _) = Run("find", Jane, Reason);
        Assert.Equal(0, code);
        Assert.StartsWith(
            "Searched for one applicant: first name of 4 characters, last name of 3, ID number of 13 digits; "
            + $"under the current pepper and 0 previous ones.{Environment.NewLine}Only this spelling was searched for: ",
            found,
            StringComparison.Ordinal);
        Assert.Contains("score 72 MEDIUM of 2026-11-22T10:15:00", found, StringComparison.Ordinal);
        Assert.Contains($"validation {Sample.Id(1).Value} Completed for alice", found, StringComparison.Ordinal);
        Assert.Contains($"validation {Sample.Id(3).Value} for alice has not ended: let", found, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.Id(2).Value, found, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", found, StringComparison.Ordinal);

        var erased = Run("erase", Jane, Reason, "--yes").Output;
        Assert.EndsWith($"erased: 2 records{Environment.NewLine}", erased, StringComparison.Ordinal);
        var left = Run("find", Jane, Reason).Output;
        Assert.DoesNotContain(Sample.Id(1).Value, left, StringComparison.Ordinal);
        Assert.Contains(Sample.Id(3).Value, left, StringComparison.Ordinal);
        Assert.Contains(Sample.Id(2).Value, Run("find", John, Reason).Output, StringComparison.Ordinal);

        // The audit log keeps it, once; no free page and no log does.
        Assert.Equal(1, _folder.DatabaseBytes().AsSpan().Count(System.Text.Encoding.ASCII.GetBytes(Sample.Id(1).Value)));
    }

    /// <summary>Also what is under a previous pepper.</summary>
    [Fact]
    public async Task A_rotation_hides_nothing_from_it()
    {
        await FillAsync();
        var pepper = Path.Combine(_folder.Path, "keys", "pepper");
        File.Move(pepper, pepper + ".old");
        var output = Run("erase", Jane, Reason, "--yes").Output;
        Assert.Contains("under the current pepper and 1 previous ones.", output, StringComparison.Ordinal);
        Assert.EndsWith($"erased: 2 records{Environment.NewLine}", output, StringComparison.Ordinal);
    }

    /// <summary>Who did what to whose data is kept, but not whose.</summary>
    [Fact]
    public async Task Every_search_and_erasure_leaves_a_record_in_the_audit_log()
    {
        await FillAsync();
        Run("find", Jane, Reason);
        Run("erase", Jane, Reason, "--dry-run");
        Run("erase", Jane, Reason, "--yes");
        using var store = new StoreBench(_folder.Path);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var records = new List<AuditRecord>();
        await foreach (var record in store.Audit.ReadDayAsync(today, default))
            records.Add(record);
        Assert.Equal(["subject-searched", "subject-searched", "subject-erased"], records.Select(record => record.Action));
        Assert.All(records, record =>
        {
            Assert.StartsWith("console.", record.Caller, StringComparison.Ordinal);
            Assert.Equal("request 118", record.Reason);
        });
    }

    [Theory]
    [InlineData("", 1, "Nothing was erased. Add --yes")]
    [InlineData("no", 1, "Nothing was erased. Add --yes")]
    [InlineData("yes", 0, "Erase 2 records? Type yes: ")]
    public async Task A_person_is_asked_before_anything_is_erased(string answer, int exitCode, string said)
    {
        await FillAsync();
        var (code, output, errors) = Run("erase", Jane + Environment.NewLine + answer, true, Reason);
        Assert.Equal(exitCode, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Equal(code == 0, output.Contains("erased: 2 records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_erased_without_yes()
    {
        await FillAsync();
        var (code, _, errors) = Run("erase", Jane, Reason);
        Assert.Equal((1, $"Nothing was erased. Add --yes to erase without being asked.{Environment.NewLine}"), (code, errors));
        Assert.EndsWith(
            $"dry run: 2 records would be erased{Environment.NewLine}",
            Run("erase", Jane, Reason, "--dry-run").Output,
            StringComparison.Ordinal);
        Assert.Contains(Sample.Id(1).Value, Run("find", Jane, Reason).Output, StringComparison.Ordinal);
    }

    /// <summary>Nobody has to stop it; what it commits meanwhile stays.</summary>
    [Fact]
    public async Task It_works_while_the_host_runs()
    {
        await FillAsync();
        using var running = new StoreBench(_folder.Path);
        Assert.Contains(Sample.Id(1).Value, Run("find", Jane, Reason).Output, StringComparison.Ordinal);
        var writes = WriteUntilAsync(running, out var stop);
        var (code, output, _) = Run("erase", Jane, Reason, "--yes");
        stop.Cancel();
        Assert.Equal(0, code);
        Assert.EndsWith($"erased: 2 records{Environment.NewLine}", output, StringComparison.Ordinal);
        Assert.Equal(await writes, running.Count("running") - 1);
        Assert.Null(running.Store.Find(Sample.Id(1)));
        Assert.Equal(1, _folder.DatabaseBytes().AsSpan().Count(System.Text.Encoding.ASCII.GetBytes(Sample.Id(1).Value)));
        stop.Dispose();
    }

    /// <summary>For Azure, where tables are looked into with the platform's own tools.</summary>
    [Fact]
    public void Keys_are_told_for_peppers_that_are_given()
    {
        byte[] current = [.. Enumerable.Range(0, 32).Select(at => (byte)at)], previous = [.. current.Select(
            value => (byte)~value)];
        var keys = new LookupHasher(current, previous).HashesOf(Sample.Jane);
        var (code, output, _) = Run(
            "keys",
            Jane,
            "--Privacy:Pepper=" + Convert.ToBase64String(current),
            "--Privacy:PreviousPeppers=" + Convert.ToBase64String(previous));
        Assert.Equal((0, $"{keys.Current}{Environment.NewLine}{keys.Previous[0]}{Environment.NewLine}"), (code, output));
    }

    /// <summary>In words, without the secret.</summary>
    [Theory]
    [InlineData("--Privacy:Pepper=not-base64-hush")]
    [InlineData("--Privacy:Pepper=aHVzaA==")]
    [InlineData("--Privacy:Pepper=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "--Privacy:PreviousPeppers=hush")]
    public void A_pepper_that_cannot_be_one_is_refused(params string[] settings)
    {
        var (code, output, errors) = Run("keys", Jane, settings);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(
            "Privacy:Pepper and Privacy:PreviousPeppers: each is base64 of 32 bytes or more.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("find", "{}", "Correct firstName, lastName, idNumber")]
    [InlineData("find", "", "The body is not valid JSON.")]
    [InlineData("find", Jane, "contains no FinRisk database; set Local:DataFolder.")]
    public void What_cannot_be_done_is_said(string verb, string applicant, string said)
    {
        var (code, output, errors) = Run(verb, applicant, Reason);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("remove", "Usage:", Reason)]
    [InlineData("find", "--reason=\"…\" is needed for the audit log. The reason must be one line")]
    [InlineData("erase", "--reason=\"…\" is needed for the audit log.", "--reason=ID 8001015009087")]
    [InlineData("find", "'--yes' is no option of subject find.", Reason, "--yes")]
    [InlineData("erase", "'--force' is no option of subject erase.", Reason, "--force=1")]
    [InlineData("erase", "'Jane' is no option of subject erase.", Reason, "Jane")]
    [InlineData("find", "'--Privacy:Pepper' is no option of subject find.", Reason, "--Privacy:Pepper=AAAA")]
    [InlineData("erase", "'--privacy:previouspeppers' is no option of subject erase.", Reason, "--privacy:previouspeppers=AAAA")]
    [InlineData("keys", "'--reason' is no option of subject keys.", Reason)]
    [InlineData("erase", "--yes and --dry-run exclude each other.", Reason, "--yes", "--dry-run")]
    public void What_is_not_understood_is_said(string verb, string said, params string[] words)
    {
        var (code, output, errors) = Run(verb, Jane, words);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(said, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Its_help_names_every_form() => Assert.Contains(
        "FinRisk.Local subject erase --reason=\"request 118\" [--yes | --dry-run]",
        Run("--help", "").Output,
        StringComparison.Ordinal);

    /// <summary>Accepts validations, as a busy host does, until it is stopped; gives how many.</summary>
    private static Task<int> WriteUntilAsync(StoreBench store, out CancellationTokenSource stop)
    {
        var stopped = stop = new CancellationTokenSource();
        return Task.Run(async () =>
        {
            var number = 0;
            for (; !stopped.IsCancellationRequested; number++)
                await store.Store.AcceptAsync(Sample.Input(ValidationId.New(TimeProvider.System)));
            return number;
        });
    }

    /// <summary>Jane has a score, a finished and a running validation; John a finished one.</summary>
    private async Task FillAsync()
    {
        using var store = new StoreBench(_folder.Path);
        var hasher = LocalSecrets.ReadPepper(store.Database);
        var (jane, john) = (
            hasher.ApplicantHash(Sample.Jane),
            hasher.ApplicantHash(new Applicant("John", Sample.Jane.LastName, Sample.Jane.IdNumber)));
        await store.Store.AcceptAsync(Sample.Input(Sample.Id(1)) with { ApplicantHash = jane });
        await store.Store.CompleteAsync(Sample.Scored(Sample.Id(1), applicantHash: jane));
        await store.Store.AcceptAsync(Sample.Input(Sample.Id(2)) with { ApplicantHash = john });
        await store.Store.CompleteAsync(Sample.Failed(Sample.Id(2)) with { ApplicantHash = john });
        await store.Store.AcceptAsync(Sample.Input(Sample.Id(3)) with { ApplicantHash = jane });
    }

    private (int Code, string Output, string Errors) Run(string verb, string applicant, params string[] more) =>
        Run(verb, applicant, isInteractive: false, more);

    private (int Code, string Output, string Errors) Run(
        string verb, string applicant, bool isInteractive, params string[] more)
    {
        using var input = new StringReader(applicant);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new SubjectCommand(input, output, errors, isInteractive).Run(
            [SubjectCommand.Name, verb, "--Local:DataFolder=" + _folder.Path, .. more]);
        return (code, output.ToString(), errors.ToString());
    }
}
