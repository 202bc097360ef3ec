using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Requests while RiskShield's circuit is open: answered without a validation, and each on record.</summary>
public sealed class DoorTests
{
    private readonly ServiceBench _bench = new();

    public DoorTests() => Open(_bench);

    [Fact]
    public async Task A_request_is_refused_without_a_validation_and_says_when_to_come_again()
    {
        var start = await _bench.StartAsync();
        Assert.Equal(new ValidationStart(StartKind.Refused, default, RetryAt: Sample.Start.AddSeconds(40)), start);
        Assert.Empty(_bench.Host.Started);
        Assert.Equal(
            new AuditRecord("request-refused", Sample.Start, "alice")
            {
                CorrelationId = "corr-1",
                Outcome = "circuit-open",
                Attempts = 0,
            },
            Assert.Single(await _bench.Audit.WhenWrittenAsync(1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_older_score_answers_after_one_read_and_the_record_says_whose_it_is(bool fromCache)
    {
        var known = _bench.Know();
        _bench.Clock.Advance(TimeSpan.FromHours(2));
        Open(_bench);
        var start = await _bench.StartAsync(fromCache: fromCache);
        Assert.Equal(new ValidationStart(StartKind.Degraded, default, CachedScore: known), start);
        Assert.Equal(1, _bench.Scores.Lookups);
        Assert.Empty(_bench.Host.Started);

        var record = Assert.Single(await _bench.Audit.WhenWrittenAsync(1));
        Assert.Equal(
            ("score-disclosed", "scored", true, known.ValidationId.Value, "riskshield"),
            (record.Action, record.Outcome, record.Degraded, record.ScoreOf, record.Provider));
    }

    [Theory]
    [InlineData(30, 0, StartKind.Degraded)]
    [InlineData(30, 1, StartKind.Refused)]
    public async Task An_older_score_answers_until_it_is_just_too_old(int days, int ms, StartKind kind)
    {
        _bench.Know();
        _bench.Clock.Advance(TimeSpan.FromDays(days) + TimeSpan.FromMilliseconds(ms));
        Open(_bench);
        Assert.Equal(kind, (await _bench.StartAsync()).Kind);
    }

    [Fact]
    public async Task Where_degraded_answers_are_switched_off_no_older_score_is_looked_for()
    {
        var bench = new ServiceBench(
            new FinRiskSettings { Features = new() { GracefulDegradation = false, ScoreCache = false } });
        bench.Know();
        Open(bench);
        Assert.Equal(StartKind.Refused, (await bench.StartAsync()).Kind);
        Assert.Equal(0, bench.Scores.Lookups);
    }

    [Fact]
    public async Task A_recent_score_answers_as_ever()
    {
        _bench.Know();
        Assert.Equal(StartKind.Cached, (await _bench.StartAsync()).Kind);
        Assert.Equal(0, _bench.Circuits.Reads);
    }

    [Fact]
    public async Task The_idempotency_key_stays_unused()
    {
        Assert.Equal(StartKind.Refused, (await _bench.StartAsync("k")).Kind);
        _bench.Circuits.Snapshots.Clear();
        var other = await _bench.StartAsync("k", new("Jane", "Roe", Samples.IdNumber));
        Assert.Equal(StartKind.Started, other.Kind);
    }

    [Fact]
    public async Task What_the_key_stands_for_already_is_joined_and_replayed_as_ever()
    {
        _bench.Circuits.Snapshots.Clear();
        var id = (await _bench.StartAsync("k")).Id;
        Open(_bench);
        Assert.Equal((StartKind.Joined, id), ((await _bench.StartAsync("k")).Kind, id));
        _bench.Score(id);
        Assert.Equal(StartKind.Replayed, (await _bench.StartAsync("k")).Kind);
        Assert.Equal(StartKind.Conflict, (await _bench.StartAsync("k", new("Jane", "Roe", Samples.IdNumber))).Kind);
    }

    [Fact]
    public async Task What_nobody_waits_for_is_accepted_with_its_deadline()
    {
        var start = await _bench.Service.StartAsync(
            new ValidationRequest(Samples.Jane, "alice", "corr-1", null, null, true, Deadline: TimeSpan.FromMinutes(5)), default);
        Assert.Equal(StartKind.Started, start.Kind);
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.Single(_bench.Host.Started).Plan.Deadline);
        Assert.Equal(0, _bench.Circuits.Reads);
    }

    [Fact]
    public async Task Whoever_is_let_through_as_the_probe_is_started_as_one()
    {
        Open(_bench, seconds: 0);
        Assert.Equal(StartKind.Started, (await _bench.StartAsync()).Kind);
        Assert.True(Assert.Single(_bench.Host.Started).MayProbe);
        Assert.Null(_bench.Host.Started[0].Plan.Deadline);
    }

    [Fact]
    public async Task A_crowd_costs_a_few_writes_and_each_of_it_is_on_record_in_order()
    {
        for (var request = 0; request < 100; request++)
        {
            await _bench.Service.StartAsync(
                new ValidationRequest(Samples.Jane, "alice", $"corr-{request}", null, null, true), default);
        }

        var records = await _bench.Audit.WhenWrittenAsync(100);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(request => $"corr-{request}"), records.Select(record => record.CorrelationId));
        Assert.Empty(_bench.Host.Started);
    }

    [Fact]
    public async Task Where_too_many_records_are_unwritten_nothing_is_answered_that_would_not_be_on_record()
    {
        var held = new TaskCompletionSource();
        _bench.Audit.Held = held.Task;
        for (var request = 0; request < Disclosures.MaxPending; request++)
            Assert.Equal(StartKind.Refused, (await _bench.StartAsync()).Kind);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _bench.StartAsync().AsTask());

        held.SetResult();
        await _bench.Audit.WhenWrittenAsync(Disclosures.MaxPending);
        Assert.Equal(StartKind.Refused, (await _bench.StartAsync()).Kind);
    }

    private static void Open(ServiceBench bench, int seconds = 40) =>
        bench.Circuits.Snapshots[ProviderName.RiskShield] = new CircuitSnapshot
        {
            State = CircuitState.Open,
            Generation = 3,
            OpenUntil = bench.Clock.GetUtcNow().AddSeconds(seconds),
        };
}
