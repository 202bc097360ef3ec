using System.Text;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.RiskShield;
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

    private WindowBody Hour => FigureBodies.Window(_figures.Ring, "hour", MinuteRing.MinuteOf(Now), 60);

    [Fact]
    public void Requests_are_counted_by_how_they_were_taken_up()
    {
        foreach (var kind in Enum.GetValues<StartKind>())
            _figures.Taken(kind);
        _figures.RequestRefused("rate-limited", "alice");
        Assert.Equal((1, 1, 2, 1), (Hour.Accepted, Hour.Cached, Hour.Repeated, Hour.RateLimited));
    }

    [Fact]
    public void Every_end_of_a_vendor_call_is_counted_by_its_kind()
    {
        foreach (var status in Enum.GetValues<AttemptStatus>())
            _figures.VendorCalled(new AttemptResult(status, Now) { Elapsed = TimeSpan.FromMilliseconds(100) }, candidate: false);
        Assert.Equal(11, Hour.VendorCalls);
        Assert.Equal(
            [
                "deferred", "invalid-response", "key-refused", "local-fault", "misconfigured", "network-failure", "rejected", "server-error",
                "throttled", "timed-out",
            ],
            Hour.VendorFailures.Keys.Order(StringComparer.Ordinal));
        Assert.All(Hour.VendorFailures.Values, count => Assert.Equal(1, count));
        Assert.InRange(Hour.VendorMs.P50!.Value, 70, 100);
    }

    /// <summary>A network failure is told by what broke the connection; together they are the network failures.</summary>
    [Fact]
    public void Network_failures_are_told_apart()
    {
        foreach (var fault in new[] { HttpRequestError.ConnectionError, HttpRequestError.SecureConnectionError, HttpRequestError.ResponseEnded })
            _figures.VendorCalled(new AttemptResult(AttemptStatus.NetworkFailure, Now, Fault: fault), candidate: false);
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
        for (var i = 0; i < NewestFailures.Kept + 10; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            End($"v{i}", Failed(FailureCode.VendorTimeout));
        }

        var failed = _figures.Failed(3);
        Assert.Equal([Id("v73").Value, Id("v72").Value, Id("v71").Value], failed.Select(one => one.ValidationId));
        Assert.Equal(("vendor-timeout", "alice", 3), (failed[0].Outcome, failed[0].Caller, failed[0].Attempts));
        Assert.Equal(NewestFailures.Kept, _figures.Failed(1000).Length);
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
            _figures.Slowest(Now, 3).Select(one => one.ValidationId));
        Assert.Equal(55, _figures.Slowest(Now, 1000).Count(one => one.DurationMs >= 1000));
        _clock.Advance(TimeSpan.FromMinutes(65));
        Assert.Empty(_figures.Slowest(Now, 3));
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
            _figures.Refused(Now, 9).Select(one => (one.Caller, (int)one.LastHour, (int)one.LastDay)));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(_figures.Refused(Now, 9));
    }

    [Fact]
    public void Callers_without_number_are_counted_together()
    {
        for (var i = 0; i < CallerRefusals.MaxCallers + 5; i++)
            _figures.RequestRefused("rate-limited", $"caller{i}");
        Assert.Equal(5, Assert.Single(_figures.Refused(Now, 1000), one => one.Caller == CallerRefusals.Others).LastHour);
    }

    [Fact]
    public void What_an_earlier_process_ended_is_counted_when_it_ended()
    {
        var ended = Now.AddHours(-3);
        _figures.Restore(new ValidationRecord(Sample.Id, "alice", "c", "k", ValidationStatus.Failed, ended.AddSeconds(-2), ended, 3, Failed(FailureCode.VendorError)));
        Assert.Equal(0, Hour.Accepted);
        var day = FigureBodies.Window(_figures.Ring, "day", MinuteRing.MinuteOf(Now), MinuteRing.Minutes);
        Assert.Equal((1, 1), (day.Accepted, day.Failed["vendor-error"]));
        Assert.Equal(Sample.Id.Value, Assert.Single(_figures.Failed(9)).ValidationId);
        Assert.Empty(_figures.Slowest(Now, 9));
    }

    [Fact]
    public void A_plot_ends_with_the_step_under_way()
    {
        _clock.Advance(TimeSpan.FromMinutes(7));
        _figures.VendorCalled(
            new AttemptResult(AttemptStatus.ServerError, Now) { Elapsed = TimeSpan.FromSeconds(1) }, candidate: false);
        _clock.Advance(TimeSpan.FromMinutes(20));
        End("a", Scored);
        var plot = FigureBodies.Plot(_figures.Ring, "day", MinuteRing.MinuteOf(Now), 96, 15);
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
            new KnownScore(new VendorScore(72, RiskLevel.Medium), DateTimeOffset.UnixEpoch, Sample.Id));

    private static ValidationOutcome Failed(FailureCode failure) => new(3, DateTimeOffset.UnixEpoch, Failure: failure);

    private void End(string label, ValidationOutcome outcome, int ms = 50) =>
        _figures.Ended(Id(label), "alice", outcome, Now.AddMilliseconds(-ms), Now);

    /// <summary>The id that stands for a test's label.</summary>
    private static ValidationId Id(string label) =>
        ValidationId.Create(0, Encoding.ASCII.GetBytes(label.PadRight(ValidationId.SecretBytes)));
}
