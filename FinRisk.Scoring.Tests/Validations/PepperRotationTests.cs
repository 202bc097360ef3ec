using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Privacy;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 3 and 6: the pepper changes while keys and scores that were kept under the first one still count.</summary>
public sealed class PepperRotationTests
{
    private static readonly Applicant John = new("John", "Doe", Samples.IdNumber);

    private readonly ServiceBench _bench = new();

    [Fact]
    public async Task A_key_of_before_goes_on_standing_for_its_validation()
    {
        var one = await _bench.StartAsync("k");
        _bench.RestartWith(Secrets.Rotated);
        Assert.Equal((StartKind.Joined, one.Id), Seen(await _bench.StartAsync("k")));
        _bench.Score(one.Id);
        Assert.Equal((StartKind.Replayed, one.Id), Seen(await _bench.StartAsync("k")));
        Assert.Equal((StartKind.Conflict, one.Id), Seen(await _bench.StartAsync("k", applicant: John)));
        Assert.Equal(StartKind.Started, (await _bench.StartAsync("k", caller: "bob")).Kind);
    }

    [Theory]
    [InlineData(20, StartKind.Replayed)]
    [InlineData(25, StartKind.Started)]
    public async Task Its_24_hours_end_as_before(int hours, StartKind kind)
    {
        var one = await _bench.StartAsync("k");
        _bench.Score(one.Id);
        _bench.RestartWith(Secrets.Rotated);
        _bench.Clock.Advance(TimeSpan.FromHours(hours));
        Assert.Equal(kind, (await _bench.StartAsync("k", fromCache: false)).Kind);
    }

    /// <summary>The fresh attempt is under the new pepper, and then it counts.</summary>
    [Fact]
    public async Task After_a_failure_the_key_starts_afresh_under_the_new_pepper()
    {
        var one = await _bench.StartAsync("k");
        _bench.Fail(one.Id);
        _bench.RestartWith(Secrets.Rotated);
        var fresh = await _bench.StartAsync("k");
        Assert.Equal(StartKind.Started, fresh.Kind);
        Assert.NotEqual(one.Id, fresh.Id);
        Assert.Equal(Secrets.Rotated.ApplicantHash(Samples.Jane), _bench.Host.Started[^1].ApplicantHash);
        Assert.Equal([Secrets.Hasher.ApplicantHash(Samples.Jane)], _bench.Host.Started[^1].PreviousApplicantHashes);
        Assert.Equal((StartKind.Joined, fresh.Id), Seen(await _bench.StartAsync("k")));
    }

    [Fact]
    public async Task A_cached_score_of_before_answers()
    {
        var known = _bench.Know();
        _bench.RestartWith(Secrets.Rotated);
        Assert.Equal(
            (StartKind.Cached, known), ((await _bench.StartAsync()) is var start ? (start.Kind, start.CachedScore) : default));
        Assert.Equal(StartKind.Started, (await _bench.StartAsync(applicant: John)).Kind);
    }

    /// <summary>The newest counts, and nothing under a former pepper hides it.</summary>
    [Fact]
    public async Task A_cached_score_under_the_new_pepper_answers_before_all_others()
    {
        _bench.RestartWith(Secrets.Rotated);
        var known = new StoredScore(Sample.Score, Sample.Start, Sample.Id);
        _bench.Scores.Scores[Secrets.Rotated.ApplicantHash(Samples.Jane)] = known;
        Assert.Equal(known, (await _bench.StartAsync()).CachedScore);
        Assert.Equal(1, _bench.Scores.Lookups);
    }

    /// <summary>
    /// Replicas change one after the other: one that has not changed yet must find what the changed one writes.
    /// </summary>
    [Fact]
    public async Task Told_of_the_next_pepper_beforehand_a_replica_finds_what_is_written_under_it()
    {
        byte[] next = [.. Secrets.Pepper.Select(value => (byte)~value)];
        _bench.RestartWith(Secrets.Rotated);
        var one = await _bench.StartAsync("k");
        _bench.RestartWith(new Scoring.Privacy.LookupHasher(Secrets.Pepper, next));
        Assert.Equal((StartKind.Joined, one.Id), Seen(await _bench.StartAsync("k")));
    }

    /// <summary>What rotation costs everybody else: nothing.</summary>
    [Fact]
    public async Task Without_a_former_pepper_nothing_more_is_looked_up()
    {
        await _bench.StartAsync("k");
        Assert.Equal((3, 1), (_bench.Host.Finds, _bench.Scores.Lookups));
        Assert.Null(_bench.Host.Started[0].PreviousApplicantHashes);
        _bench.RestartWith(Secrets.Rotated);
        await _bench.StartAsync("other");
        Assert.Equal((3 + 5, 1 + 2), (_bench.Host.Finds, _bench.Scores.Lookups));
    }

    [Fact]
    public async Task A_degraded_answer_finds_the_score_of_before()
    {
        var last = new StoredScore(Sample.Score, Sample.Start.AddDays(-1), Sample.OtherId);
        var steps = new KeyedSteps(new() { ["former"] = last });
        var outcome = await ScoringWorkflow.RunAsync(
            Sample.Input() with { PreviousApplicantHashes = ["older", "former", "oldest"] }, steps);
        Assert.Equal((last, FailureCode.CircuitOpen), (outcome.Score, outcome.DegradedBy));
        Assert.Equal(["applicant-key", "older", "former"], steps.Asked);
    }

    private static (StartKind Kind, ValidationId Id) Seen(ValidationStart start) => (start.Kind, start.Id);
}
