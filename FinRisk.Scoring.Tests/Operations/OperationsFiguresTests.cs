using System.Text;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>What is kept of what went by.</summary>
public sealed class OperationsFiguresTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private readonly OperationsFigures _figures;

    public OperationsFiguresTests() => _figures = new OperationsFigures(_clock);

    private DateTimeOffset Now => _clock.GetUtcNow();

    private WindowResponse Hour => FigureResponses.CreateWindow(Sums, "hour", Minute, 60);

    private FigureSums Sums => new([_figures.Own]);

    private long Minute => MinuteRing.MinuteOf(Now);

    [Fact]
    public void Requests_are_counted_by_how_they_were_taken_up()
    {
        foreach (var kind in Enum.GetValues<StartKind>())
            _figures.RequestHandled(kind);
        _figures.RequestRefused("rate-limited", "alice");
        Assert.Equal((3, 1, 2, 1), (Hour.Accepted, Hour.Cached, Hour.Repeated, Hour.RateLimited));
    }

    /// <summary>Else an outage would look like a quiet hour.</summary>
    [Fact]
    public void What_is_answered_at_the_door_counts_as_a_validation_that_ended_so()
    {
        _figures.RequestHandled(StartKind.Degraded);
        _figures.RequestHandled(StartKind.Refused);
        _figures.RequestHandled(StartKind.Refused);
        Assert.Equal((3, 1), (Hour.Accepted, Hour.Degraded));
        Assert.Equal([("circuit-open", 2L)], Hour.Failed.Select(failed => (failed.Key, (long)failed.Value)));
    }

    [Fact]
    public void Every_end_of_a_vendor_call_is_counted_by_its_kind()
    {
        foreach (var status in Enum.GetValues<AttemptStatus>())
            _figures.VendorCalled(
                "riskshield",
                new AttemptResult(status, Now) { Elapsed = TimeSpan.FromMilliseconds(100) },
                usesCandidatePath: false);
        Assert.Equal(11, Hour.VendorCalls);
        Assert.Equal(
            [
                "deferred", "invalid-response", "key-refused", "local-fault", "misconfigured", "network-failure", "rejected",
                "server-error",
                "throttled", "timed-out",
            ],
            Hour.VendorFailures.Keys.Order(StringComparer.Ordinal));
        Assert.All(Hour.VendorFailures.Values, count => Assert.Equal(1, count));
        Assert.InRange(Hour.VendorMs.P50!.Value, 70, 100);
    }

    /// <summary>Throttled, deferred, a refused key and our own trouble say nothing; a refused applicant was served.</summary>
    [Fact]
    public void A_providers_availability_is_the_share_of_calls_that_it_served()
    {
        foreach (var status in Enum.GetValues<AttemptStatus>())
            _figures.VendorCalled("riskshield", new AttemptResult(status, Now), usesCandidatePath: false);
        _figures.VendorCalled("second", new AttemptResult(AttemptStatus.Scored, Now), usesCandidatePath: false);

        Assert.Equal(new AvailabilityResponse("hour", 6, 4, 1, 1 / 3.0), Sums.Availability("riskshield", "hour", Minute, 60));
        Assert.Equal(new AvailabilityResponse("hour", 1, 0, 0, 1), Sums.Availability("second", "hour", Minute, 60));
        Assert.Equal(new AvailabilityResponse("hour", 0, 0, 0, null), Sums.Availability("third", "hour", Minute, 60));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, Sums.Availability("riskshield", "hour", Minute, 60).Calls);
        Assert.Equal(6, Sums.Availability("riskshield", "day", Minute, MinuteRing.Minutes).Calls);
    }

    /// <summary>A network failure is told by what broke the connection; together they are the network failures.</summary>
    [Fact]
    public void Network_failures_are_told_apart()
    {
        foreach (var fault in new[] { HttpRequestError.ConnectionError, HttpRequestError.SecureConnectionError,
            HttpRequestError.ResponseEnded })
            _figures.VendorCalled(
                "riskshield",
                new AttemptResult(AttemptStatus.NetworkFailure, Now, NetworkError: fault),
                usesCandidatePath: false);
        Assert.Equal(3, Hour.VendorCalls);
        Assert.Equal(
            ["connection-error", "response-ended", "secure-connection-error"], Hour.VendorFailures.Keys.Order(
                StringComparer.Ordinal));
    }

    [Fact]
    public void Every_end_of_a_validation_is_counted_by_its_outcome()
    {
        End("a", Scored);
        End("b", Scored with { DegradedBy = FailureCode.VendorError });
        foreach (var failure in Enum.GetValues<FailureCode>())
            End("c" + failure, Failed(failure));
        Assert.Equal((1, 1, 8), (Hour.Completed, Hour.Degraded, Hour.Failed.Count));
        Assert.Equal(1, Hour.Failed["circuit-open"]);
    }

    [Fact]
    public void The_failures_listed_are_the_newest()
    {
        for (var i = 0; i < NewestFailures.MaxPerKind + 10; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            End($"v{i}", Failed(FailureCode.VendorTimeout));
        }

        var failed = Sums.Failed(byCircuit: false, 3);
        Assert.Equal([Id("v73").Value, Id("v72").Value, Id("v71").Value], failed.Select(one => one.ValidationId));
        Assert.Equal(("vendor-timeout", "alice", 3), (failed[0].Outcome, failed[0].Caller, failed[0].Attempts));
        Assert.Equal(NewestFailures.MaxPerKind, Sums.Failed(byCircuit: false, 1000).Length);
    }

    [Fact]
    public void The_slowest_of_the_hour_are_listed_whenever_in_it_they_ended()
    {
        for (var minute = 0; minute < 55; minute++)
        {
            End($"slow{minute}", Scored, ms: 1000 + minute);
            for (var i = 0; i < 20; i++)
                End($"fast{minute}.{i}", Scored, ms: 5);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(
            [Id("slow54").Value, Id("slow53").Value, Id("slow52").Value],
            Sums.Slowest(Minute, 3).Select(one => one.ValidationId));
        Assert.Equal(55, Sums.Slowest(Minute, 1000).Count(one => one.DurationMs >= 1000));
        _clock.Advance(TimeSpan.FromMinutes(65));
        Assert.Empty(Sums.Slowest(Minute, 3));
    }

    [Fact]
    public void Callers_are_listed_by_how_often_they_were_refused()
    {
        _figures.RequestRefused("rate-limited", "alice");
        _clock.Advance(TimeSpan.FromHours(2));
        _figures.RequestRefused("rate-limited", "bob");
        _figures.RequestRefused("rate-limited", "bob");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(
            [("bob", 2, 2), ("alice", 0, 1)],
            Sums.Refused(Now, 9).Select(one => (one.Caller, (int)one.LastHour, (int)one.LastDay)));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(Sums.Refused(Now, 9));
    }

    [Fact]
    public void Callers_without_number_are_counted_together()
    {
        for (var i = 0; i < RateLimitRefusals.MaxCallers + 5; i++)
            _figures.RequestRefused("rate-limited", $"caller{i}");
        Assert.Equal(5, Assert.Single(Sums.Refused(Now, 1000), one => one.Caller == RateLimitRefusals.Others).LastHour);
    }

    [Fact]
    public void A_plot_ends_with_the_step_under_way()
    {
        _clock.Advance(TimeSpan.FromMinutes(7));
        _figures.VendorCalled(
            "riskshield",
            new AttemptResult(AttemptStatus.ServerError, Now) { Elapsed = TimeSpan.FromSeconds(1) },
            usesCandidatePath: false);
        _clock.Advance(TimeSpan.FromMinutes(20));
        End("a", Scored);
        var plot = FigureResponses.CreatePlot(Sums, "day", Minute, 96, 15);
        Assert.Equal((96, 900, 1L), (plot.Completed.Length, plot.StepSeconds, plot.Completed[^1]));
        Assert.Equal(1, plot.VendorFailures["server-error"][^2]);
        Assert.Equal(new DateTime(2026, 11, 22, 10, 15, 0, DateTimeKind.Utc), plot.From.AddSeconds(95 * 900));
        Assert.Null(plot.VendorP50Ms[^1]);
        Assert.NotNull(plot.VendorP50Ms[^2]);
    }

    private static ValidationOutcome Scored { get; } =
        new(
            1,
            DateTimeOffset.UnixEpoch,
            new StoredScore(new VendorScore(72, RiskLevel.Medium), DateTimeOffset.UnixEpoch, Sample.Id));

    private static ValidationOutcome Failed(FailureCode failure) => new(3, DateTimeOffset.UnixEpoch, Failure: failure);

    private void End(string label, ValidationOutcome outcome, int ms = 50) =>
        _figures.ValidationEnded(Id(label), "alice", outcome, Now.AddMilliseconds(-ms), Now);

    /// <summary>The id that stands for a test's label.</summary>
    private static ValidationId Id(string label) =>
        ValidationId.Create(0, Encoding.ASCII.GetBytes(label.PadRight(ValidationId.SecretBytes)));
}
