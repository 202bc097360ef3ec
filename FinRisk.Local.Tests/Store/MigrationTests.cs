using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Ids;

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
        Assert.Equal((2, 5, 1, 1), (
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
}
