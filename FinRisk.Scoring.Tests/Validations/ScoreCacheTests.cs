using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Privacy;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 5: a score younger than an hour answers the same applicant again.</summary>
public sealed class ScoreCacheTests
{
    private readonly ServiceBench _bench = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(3_599_999, true)]
    [InlineData(3_600_000, false)]
    public async Task A_score_answers_until_it_is_an_hour_old(int ageMs, bool answers)
    {
        var known = _bench.Know();
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(ageMs));
        var start = await _bench.StartAsync();
        Assert.Equal(answers ? StartKind.Cached : StartKind.Started, start.Kind);
        Assert.Equal(answers ? known : null, start.CachedScore);
        Assert.Equal(answers ? 0 : 1, _bench.Host.Started.Count);
        Assert.All(_bench.Host.Started, input => Assert.Null(input.CachedScore));
    }

    /// <summary>
    /// A replica's clock may be minutes ahead; further ahead the clock was set back since, and the age is unknown.
    /// </summary>
    [Theory]
    [InlineData(-4, StartKind.Cached)]
    [InlineData(-5, StartKind.Started)]
    [InlineData(-6, StartKind.Started)]
    [InlineData(-6_000, StartKind.Started)]
    public async Task A_score_of_the_future_answers_only_within_what_clocks_differ_by(int minutes, StartKind kind)
    {
        _bench.Know();
        _bench.Clock.AdjustTime(_bench.Clock.GetUtcNow().AddMinutes(minutes));
        Assert.Equal(kind, (await _bench.StartAsync()).Kind);
    }

    [Fact]
    public async Task Another_applicant_is_not_answered()
    {
        _bench.Know();
        Assert.Equal(StartKind.Started, (await _bench.StartAsync(applicant: new("Jane", "Roe", Samples.IdNumber))).Kind);
    }

    [Fact]
    public async Task A_caller_may_refuse_the_cache()
    {
        _bench.Know();
        Assert.Equal(StartKind.Started, (await _bench.StartAsync(fromCache: false)).Kind);
        Assert.Equal(0, _bench.Scores.Lookups);
    }

    [Fact]
    public async Task The_feature_can_be_off()
    {
        var bench = new ServiceBench(new FinRiskSettings { Features = new() { ScoreCache = false } });
        bench.Know();
        Assert.Equal(StartKind.Started, (await bench.StartAsync()).Kind);
        Assert.Equal(0, bench.Scores.Lookups);
    }

    [Fact]
    public async Task An_age_of_nothing_switches_it_off()
    {
        var bench = new ServiceBench(new FinRiskSettings { ScoreHistory = new() { CacheFor = TimeSpan.Zero } });
        bench.Know();
        Assert.Equal(StartKind.Started, (await bench.StartAsync()).Kind);
        Assert.Equal(0, bench.Scores.Lookups);
    }

    [Fact]
    public async Task With_a_key_the_cached_score_becomes_a_validation_that_the_key_stands_for()
    {
        var known = _bench.Know();
        var start = await _bench.StartAsync("k");
        Assert.Equal(StartKind.Started, start.Kind);
        Assert.Equal(known, Assert.Single(_bench.Host.Started).CachedScore);
    }

    [Fact]
    public async Task What_is_started_carries_all_it_needs_and_nothing_open()
    {
        _bench.Clock.Advance(TimeSpan.FromTicks(12_345));
        var start = await _bench.StartAsync("k", fromCache: false);
        var input = Assert.Single(_bench.Host.Started);
        Assert.Equal(start.Id, input.ValidationId);
        Assert.Equal(("alice", "corr-1", "00-trace-parent"), (input.Caller, input.CorrelationId, input.TraceParent));
        Assert.Equal(Secrets.Hasher.ApplicantHash(Samples.Jane), input.ApplicantHash);
        Assert.Equal(Samples.IdNumber, Secrets.Sealer.Open(input.Applicant, start.Id).IdNumber);
        Assert.Equal(Sample.Plan, input.Plan);
        Assert.Equal(Sample.Start.AddMilliseconds(1), input.AcceptedAt);
        Assert.DoesNotContain(Samples.IdNumber, System.Text.Json.JsonSerializer.Serialize(input), StringComparison.Ordinal);
    }
}
