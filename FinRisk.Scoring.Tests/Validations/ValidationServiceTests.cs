using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Privacy;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>How long a request waits, what its validation is started with, and what is told of it.</summary>
public sealed class ValidationServiceTests
{
    private readonly ServiceBench _bench = new();

    /// <summary>Acceptance is part of the time that a caller waits.</summary>
    [Theory]
    [InlineData(3, 22)]
    [InlineData(25, 0)]
    [InlineData(30, 0)]
    public async Task A_request_waits_for_what_is_left_of_its_time(int acceptedAfter, int waits)
    {
        _bench.Host.WhileAccepting = _ => _bench.Clock.Advance(TimeSpan.FromSeconds(acceptedAfter));
        _bench.Host.WhileWaiting = _bench.Score;
        var start = await ValidateAsync(_bench, TimeSpan.FromSeconds(25));
        Assert.Equal([TimeSpan.FromSeconds(waits)], _bench.Host.Waits);
        Assert.Equal((StartKind.Started, ValidationStatus.Completed), (start.Kind, start.Record!.Status));
        Assert.Equal([StartKind.Started], _bench.Requests.Handled);
    }

    [Fact]
    public async Task A_request_that_does_not_wait_is_answered_without_a_look()
    {
        var start = await ValidateAsync(_bench, TimeSpan.Zero);
        Assert.Equal((StartKind.Started, null), (start.Kind, start.Record));
        Assert.Empty(_bench.Host.Waits);
    }

    [Fact]
    public async Task Whoever_joins_waits_too()
    {
        var first = await ValidateAsync(_bench, TimeSpan.Zero, "k");
        var second = await ValidateAsync(_bench, TimeSpan.FromSeconds(25), "k");
        Assert.Equal((StartKind.Joined, first.Id), (second.Kind, second.Id));
        Assert.Equal([TimeSpan.FromSeconds(25)], _bench.Host.Waits);
        Assert.Equal([StartKind.Started, StartKind.Joined], _bench.Requests.Handled);
    }

    [Fact]
    public async Task What_is_answered_without_a_validation_is_not_waited_for()
    {
        _bench.Know();
        Assert.Equal(StartKind.Cached, (await ValidateAsync(_bench, TimeSpan.FromSeconds(25))).Kind);
        Assert.Empty(_bench.Host.Waits);
        Assert.Equal([StartKind.Cached], _bench.Requests.Handled);
    }

    /// <summary>One after the other, so that no change is taken up because of another.</summary>
    [Fact]
    public async Task Switches_count_for_what_is_started_after_them()
    {
        var bench = new ServiceBench(
            new FinRiskSettings { RiskShield = new() { CandidatePath = "/v2/score" } }, backup: "scoretwo");
        FeatureSet[] sets =
        [
            bench.Features.Current,
            bench.Features.Current with { GracefulDegradation = false },
            bench.Features.Current with { BackupProvider = false },
            bench.Features.Current with { CandidatePercent = 100 },
            bench.Features.Current,
        ];
        foreach (var set in sets)
        {
            bench.Features.Update(set);
            await bench.StartAsync();
        }

        Assert.Equal(
            [
                (true, "scoretwo", false), (false, "scoretwo", false), (true, null, false), (true, "scoretwo", true),
                (true, "scoretwo", false),
            ],
            bench.Host.Started.Select(input => (input.Plan.Degrade, input.Plan.Backup, input.Plan.UsesCandidatePath)));
    }

    /// <summary>The cache may have forgotten it; the history has not.</summary>
    [Fact]
    public async Task While_the_circuit_is_open_the_history_is_asked_for_what_the_cache_does_not_have()
    {
        var bench = new ServiceBench(cache: new CacheBesideHistory(new InMemoryScoreHistory()));
        var known = bench.Know();
        Open(bench);
        var start = await bench.StartAsync();
        Assert.Equal((StartKind.Degraded, known), (start.Kind, start.CachedScore));
        Assert.Equal(1, bench.Scores.Lookups);
    }

    [Fact]
    public async Task What_the_cache_has_is_not_read_again()
    {
        var cached = new InMemoryScoreHistory();
        var bench = new ServiceBench(cache: new CacheBesideHistory(cached));
        var known = new StoredScore(Sample.Score, Sample.Start.AddHours(-2), Sample.OtherId);
        cached.Scores[Secrets.Hasher.ApplicantHash(Samples.Jane)] = known;
        Open(bench);
        Assert.Equal(known, (await bench.StartAsync()).CachedScore);
        Assert.Equal(0, bench.Scores.Lookups);
    }

    [Fact]
    public async Task Where_the_history_is_the_cache_one_look_is_enough()
    {
        Open(_bench);
        Assert.Equal(StartKind.Refused, (await _bench.StartAsync()).Kind);
        Assert.Equal(1, _bench.Scores.Lookups);
    }

    /// <summary>Contract 8; alerts on lost validations look at the deadline.</summary>
    [Theory]
    [InlineData(null, "none")]
    [InlineData(300, "2026-11-22T10:20:00.0000000+00:00")]
    public async Task An_accepted_validation_is_told_with_its_deadline(int? seconds, string deadline)
    {
        var request = new ValidationRequest(
            Samples.Jane, "alice", "corr-1", null, null, true,
            Deadline: seconds is { } value ? TimeSpan.FromSeconds(value) : null);
        var start = await _bench.Service.StartAsync(request, default);
        var told = Assert.Single(_bench.Log.Events);
        Assert.Equal("validation_accepted", told.Name);
        Assert.Equal(
            (start.Id.Value, "corr-1", "alice", deadline),
            (told.Values["validationId"], told.Values["correlationId"], told.Values["caller"], told.Values["deadline"]));
    }

    private static ValueTask<ValidationStart> ValidateAsync(ServiceBench bench, TimeSpan maxWait, string? key = null) =>
        bench.Service.ValidateAsync(
            new ValidationRequest(Samples.Jane, "alice", "corr-1", key, null, true, maxWait), default);

    private static void Open(ServiceBench bench) =>
        bench.Circuits.Snapshots[ProviderName.RiskShield] = new CircuitSnapshot
        {
            State = CircuitState.Open,
            OpenUntil = bench.Clock.GetUtcNow().AddSeconds(40),
        };

    /// <summary>A cache that is not the history.</summary>
    private sealed class CacheBesideHistory(InMemoryScoreHistory scores) : IScoreCache
    {
        public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping) =>
            scores.FindAsync(applicantHash, stopping);

        public ValueTask SaveAsync(string applicantHash, StoredScore score) => ValueTask.CompletedTask;

        public ValueTask RemoveAsync(string applicantHash) => ValueTask.CompletedTask;
    }
}
