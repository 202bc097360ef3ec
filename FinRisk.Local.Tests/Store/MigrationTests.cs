using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Store;

/// <summary>
/// A data folder of schema version 1, written by the program of that version, is taken up with all that is in it.
/// </summary>
public sealed class MigrationTests : IDisposable
{
    private const string Scored = "06h013bk02hoveqnrfrdou4p84piculnaitg";
    private const string Running = "06h0a25h1ebdjdbcpm98o7v3js21af85u160";

    private readonly TempFolder _folder = new();

    public MigrationTests() => File.Copy(
        Path.Combine(AppContext.BaseDirectory, "Store", "version-1.db"), Path.Combine(_folder.Path, "finrisk.db"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_lost()
    {
        using var bench = new StoreBench(_folder.Path);
        Assert.Equal((4, 5, 1, 1), (
            bench.Number("PRAGMA user_version"), bench.Count("ended"), bench.Count("scores"), bench.Count("circuit")));
        Assert.True(ValidationId.TryParse(Scored, out var id));
        Assert.Equal(
            ("v1-scored", 46), (bench.Store.Find(id)!.CorrelationId, bench.Store.Find(id)!.Outcome!.Score!.Score.RiskScore));
        Assert.Equal(46, (await bench.Store.FindAsync("jtBLho-AHQWiGRcEgBc0PvNc8AOJkg5QIBCDdiHprb4", default))!.Score.RiskScore);

        var unfinished = Assert.Single(bench.Store.Restore().Unfinished);
        Assert.Equal((Running, 1), (unfinished.Input.ValidationId.Value, unfinished.Journal.Length));
    }

    [Fact]
    public async Task The_audit_log_begins_with_what_was_kept()
    {
        using var bench = new StoreBench(_folder.Path);
        var told = new List<string>();
        await foreach (var record in bench.Audit.ReadDayAsync(new DateOnly(2026, 11, 22), default))
            told.Add($"{record.CorrelationId} {record.Outcome} {record.Degraded} {record.Attempts}");
        Assert.Equal(
            [
                "v1-scored scored False 1", "v1-degraded scored True 3",
                "v1-failed circuit-open False 2", "v1-failed-2 circuit-open False 0",
            ],
            told.Take(4));
        Assert.Equal(5, told.Count);
    }

    [Fact]
    public void A_second_start_changes_nothing_more()
    {
        new StoreBench(_folder.Path).Dispose();
        using var bench = new StoreBench(_folder.Path);
        Assert.Equal(5, bench.Count("audit"));
    }

    /// <summary>Version 2 knew one provider: its scores are RiskShield's, and what is audited from now on says whose.</summary>
    [Fact]
    public async Task A_folder_of_version_2_gets_its_providers()
    {
        var known = new StoredScore(Sample.Score, Sample.Start, Sample.Id(1));
        using (var bench = new StoreBench(_folder.Path))
        {
            bench.Other.Execute("ALTER TABLE scores DROP COLUMN provider");
            bench.Other.Execute("ALTER TABLE audit DROP COLUMN provider");
            bench.Other.Execute("PRAGMA user_version = 2");
        }

        using var migrated = new StoreBench(_folder.Path);
        Assert.Equal((4, 5, 1, 5), (
            migrated.Number("PRAGMA user_version"), migrated.Count("ended"), migrated.Count("scores"), migrated.Count("audit")));
        Assert.Equal(
            "riskshield", (await migrated.Store.FindAsync("jtBLho-AHQWiGRcEgBc0PvNc8AOJkg5QIBCDdiHprb4", default))!.Provider);

        var scored = Sample.Scored(Sample.Id(1)) with
        {
            Outcome = new ValidationOutcome(1, Sample.Start, known with { Provider = "scoretwo" }),
        };
        await migrated.Store.AcceptAsync(Sample.Input(Sample.Id(1)));
        await migrated.Store.CompleteAsync(scored);
        Assert.Equal("scoretwo", (await migrated.Store.FindAsync("applicant-key", default))!.Provider);
        Assert.Equal(1, migrated.Number("SELECT count(*) FROM audit WHERE provider = 'scoretwo'"));
    }
}
