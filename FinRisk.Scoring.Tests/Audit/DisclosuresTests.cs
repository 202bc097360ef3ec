using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Audit;

/// <summary>A score from the cache is a disclosure: no record, no score.</summary>
public sealed class DisclosuresTests
{
    private readonly ServiceBench _bench = new();

    [Fact]
    public async Task A_score_from_the_cache_leaves_a_record_of_who_got_whose()
    {
        var known = _bench.Know();
        Assert.Equal(StartKind.Cached, (await _bench.StartAsync(caller: "bob")).Kind);
        Assert.Equal(
            new AuditRecord("score-disclosed", Sample.Start, "bob")
            {
                ValidationId = known.ValidationId.Value,
                CorrelationId = "corr-1",
                Outcome = "scored",
                Level = Sample.Score.RiskLevel,
                Attempts = 0,
                Degraded = false,
                Provider = "riskshield",
            },
            Assert.Single(await _bench.Audit.WhenWrittenAsync(1)));
    }

    [Fact]
    public async Task The_answer_does_not_wait_for_the_record()
    {
        _bench.Know();
        var held = new TaskCompletionSource();
        _bench.Audit.Held = held.Task;
        Assert.Equal(StartKind.Cached, (await _bench.StartAsync()).Kind);
        Assert.Empty(_bench.Audit.Records);

        held.SetResult();
        await _bench.Audit.WhenWrittenAsync(1);
    }

    [Fact]
    public async Task What_cannot_be_written_is_tried_again()
    {
        _bench.Know();
        _bench.Audit.IsBroken = true;
        await _bench.StartAsync();
        Assert.Empty(_bench.Audit.Records);

        _bench.Audit.IsBroken = false;
        await _bench.Audit.WhenWrittenAsync(1, () => _bench.Clock.Advance(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task While_too_much_is_unwritten_the_cache_stays_shut()
    {
        _bench.Know();
        var held = new TaskCompletionSource();
        _bench.Audit.Held = held.Task;
        for (var request = 0; request < Disclosures.MaxPending; request++)
            Assert.Equal(StartKind.Cached, (await _bench.StartAsync()).Kind);
        Assert.Equal(StartKind.Started, (await _bench.StartAsync()).Kind);

        held.SetResult();
        await _bench.Audit.WhenWrittenAsync(Disclosures.MaxPending);
        Assert.Equal(StartKind.Cached, (await _bench.StartAsync()).Kind);
    }

    [Fact]
    public async Task Neither_a_replay_nor_a_fresh_score_is_a_disclosure_of_its_own()
    {
        var id = (await _bench.StartAsync("key")).Id;
        _bench.Score(id);
        Assert.Equal(StartKind.Replayed, (await _bench.StartAsync("key")).Kind);
        Assert.Empty(_bench.Audit.Records);
    }
}
