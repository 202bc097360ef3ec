using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Contract 3: a key is its caller's, for 24 hours; one validation, one bill.</summary>
public sealed class IdempotencyTests
{
    private static readonly Applicant John = new("John", "Doe", Samples.IdNumber);

    private readonly ServiceBench _bench = new();

    [Fact]
    public async Task Without_a_key_every_request_is_a_validation_of_its_own()
    {
        var (one, other) = (await _bench.StartAsync(), await _bench.StartAsync());
        Assert.Equal((StartKind.Started, StartKind.Started), (one.Kind, other.Kind));
        Assert.NotEqual(one.Id, other.Id);
    }

    [Fact]
    public async Task A_second_request_joins_the_running_one()
    {
        var (one, other) = (await _bench.StartAsync("k"), await _bench.StartAsync("k"));
        Assert.Equal((StartKind.Started, StartKind.Joined), (one.Kind, other.Kind));
        Assert.Equal(one.Id, other.Id);
        Assert.Single(_bench.Host.Started);
    }

    [Fact]
    public async Task A_score_is_replayed()
    {
        var one = await _bench.StartAsync("k");
        _bench.Score(one.Id);
        var other = await _bench.StartAsync("k");
        Assert.Equal((StartKind.Replayed, one.Id), (other.Kind, other.Id));
        Assert.NotNull(other.Record?.Outcome?.Score);
        Assert.Single(_bench.Host.Started);
    }

    [Fact]
    public async Task A_refusal_of_the_applicant_is_replayed()
    {
        var one = await _bench.StartAsync("k");
        _bench.Fail(one.Id, FailureCode.VendorRejected, final: true);
        Assert.Equal(StartKind.Replayed, (await _bench.StartAsync("k")).Kind);
    }

    /// <summary>A vendor that stored its error under the key would replay it for ever.</summary>
    [Fact]
    public async Task After_nothing_but_errors_the_key_starts_afresh_under_another_vendor_key()
    {
        var one = await _bench.StartAsync("k");
        _bench.Fail(one.Id, billing: VendorBilling.None.After(AttemptStatus.ServerError));
        await _bench.StartAsync("k");
        Assert.Equal([null, new VendorBilling(Run: 1)], _bench.Host.Started.Select(started => started.Billing));
    }

    [Fact]
    public async Task After_a_failure_of_the_vendor_the_key_starts_afresh()
    {
        var one = await _bench.StartAsync("k");
        _bench.Fail(one.Id);
        var other = await _bench.StartAsync("k");
        Assert.Equal((StartKind.Started, one.Id), (other.Kind, other.Id));
        Assert.Equal(2, _bench.Host.Started.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_payload_under_the_key_is_a_conflict_whatever_became_of_the_first(bool failed)
    {
        var one = await _bench.StartAsync("k");
        if (failed)
            _bench.Fail(one.Id);
        var other = await _bench.StartAsync("k", John);
        Assert.Equal((StartKind.Conflict, one.Id), (other.Kind, other.Id));
        Assert.Single(_bench.Host.Started);
    }

    [Fact]
    public async Task Callers_do_not_meet_on_a_key()
    {
        var (one, other) = (await _bench.StartAsync("k", caller: "alice"), await _bench.StartAsync("k", John, caller: "bob"));
        Assert.Equal(StartKind.Started, other.Kind);
        Assert.NotEqual(one.Id, other.Id);
    }

    [Fact]
    public async Task Keys_differ_to_the_letter()
    {
        await _bench.StartAsync("k");
        Assert.Equal(StartKind.Started, (await _bench.StartAsync("K")).Kind);
    }

    [Fact]
    public async Task A_faster_request_with_the_same_key_is_joined()
    {
        _bench.Host.WhileAccepting = _bench.Host.Put;
        Assert.Equal(StartKind.Joined, (await _bench.StartAsync("k")).Kind);
        Assert.Empty(_bench.Host.Started);
    }

    [Fact]
    public async Task A_faster_request_with_the_same_key_and_another_payload_is_a_conflict()
    {
        _bench.Host.WhileAccepting = input => _bench.Host.Put(input with { ApplicantHash = "other" });
        Assert.Equal(StartKind.Conflict, (await _bench.StartAsync("k")).Kind);
    }

    /// <summary>
    /// The bench starts at 10:15 and windows begin at midnight, so the first steps stay in the window and the later ones leave
    /// it.
    /// </summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(13.74)]
    [InlineData(13.76)]
    [InlineData(23.999)]
    public async Task A_key_lasts_for_its_time_also_over_the_end_of_a_window(double hours)
    {
        var one = await _bench.StartAsync("k");
        _bench.Score(one.Id);
        _bench.Clock.Advance(TimeSpan.FromHours(hours));
        var other = await _bench.StartAsync("k");
        Assert.Equal((StartKind.Replayed, one.Id), (other.Kind, other.Id));
    }

    [Theory]
    [InlineData(24.0)]
    [InlineData(37.7)]
    [InlineData(37.8)]
    [InlineData(1000)]
    public async Task After_its_time_a_key_is_as_good_as_new(double hours)
    {
        var one = await _bench.StartAsync("k");
        _bench.Score(one.Id);
        _bench.Clock.Advance(TimeSpan.FromHours(hours));
        var other = await _bench.StartAsync("k", John);
        Assert.Equal(StartKind.Started, other.Kind);
        Assert.NotEqual(one.Id, other.Id);
    }

    /// <summary>Contract 3 counts the 24 hours of the attempt that answers, wherever the windows end.</summary>
    [Fact]
    public async Task A_key_that_started_afresh_in_the_next_window_lasts_its_time_from_there()
    {
        var first = await _bench.StartAsync("k");
        _bench.Fail(first.Id);

        _bench.Clock.Advance(TimeSpan.FromHours(23));
        var second = await _bench.StartAsync("k");
        Assert.Equal(StartKind.Started, second.Kind);
        _bench.Score(second.Id);

        _bench.Clock.Advance(TimeSpan.FromHours(20));
        var third = await _bench.StartAsync("k");
        Assert.Equal((StartKind.Replayed, second.Id), (third.Kind, third.Id));
        Assert.Equal(2, _bench.Host.Started.Count);
    }

    /// <summary>The bench starts at 10:15 and windows begin at midnight.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(-20)]
    public async Task A_clock_that_goes_back_over_the_end_of_a_window_finds_the_key_again(double hours)
    {
        _bench.Clock.Advance(TimeSpan.FromHours(14));
        var one = await _bench.StartAsync("k");
        _bench.Score(one.Id);
        _bench.Clock.AdjustTime(_bench.Clock.GetUtcNow().AddHours(hours));
        var other = await _bench.StartAsync("k");
        Assert.Equal((StartKind.Replayed, one.Id), (other.Kind, other.Id));
        Assert.Single(_bench.Host.Started);
    }
}
