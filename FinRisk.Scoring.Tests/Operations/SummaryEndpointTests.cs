using System.Text.Json;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Circuit;
using FinRisk.Scoring.Tests.Http;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary><c>GET /ops/summary</c>.</summary>
public sealed class SummaryEndpointTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private readonly StubOperations _host;
    private readonly OperationsFigures _figures;
    private readonly StubFigureStore _store = new();
    private readonly SummaryEndpoint _endpoint;

    public SummaryEndpointTests()
    {
        _host = new StubOperations(_clock);
        _figures = new OperationsFigures(_clock);
        _endpoint = CreateEndpoint(backup: null);
    }

    [Fact]
    public async Task It_tells_the_host_and_how_far_its_figures_reach()
    {
        _clock.Advance(TimeSpan.FromSeconds(75));
        var host = (await AskAsync()).GetProperty("host");
        Assert.Equal(("stub", 75, "some"), (host.GetProperty("kind").GetString(), host.GetProperty("uptimeSeconds").GetInt32(),
            host.GetProperty("figuresReach").GetString()));
        Assert.Equal("https://api.riskshield.com", host.GetProperty("vendor").GetString());
        Assert.StartsWith("1.", host.GetProperty("version").GetString(), StringComparison.Ordinal);
    }

    /// <summary>How many processes are added up, since when, and whether the others' figures could be read.</summary>
    [Fact]
    public async Task It_tells_whose_figures_are_added_up()
    {
        var began = Now;
        _clock.Advance(TimeSpan.FromHours(2));
        var figures = (await AskAsync()).GetProperty("figures");
        Assert.Equal((1, true), (figures.GetProperty("processes").GetInt32(), figures.GetProperty("complete").GetBoolean()));
        Assert.Equal(began, figures.GetProperty("since").GetDateTimeOffset());
        Assert.Equal(Now, figures.GetProperty("othersAsOf").GetDateTimeOffset());

        _clock.Advance(TimeSpan.FromDays(2));
        _store.IsAway = true;
        figures = (await AskAsync()).GetProperty("figures");
        Assert.False(figures.GetProperty("complete").GetBoolean());
        Assert.Equal(Now.AddDays(-1), figures.GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task It_is_stored_nowhere_and_taken_for_nothing_else()
    {
        var http = HttpSample.Request(path: SummaryEndpoint.Route, caller: new Caller("olga", IsOperator: true));
        var reply = await (await _endpoint.HandleAsync(http)).ReplyAsync(http);
        Assert.Equal((200, "application/json", "no-store", "nosniff"), (reply.Status, reply.ContentType,
            reply.Headers.CacheControl.ToString(), reply.Headers.XContentTypeOptions.ToString()));
    }

    [Fact]
    public async Task It_tells_the_circuit_that_broke_by_itself()
    {
        _host.Circuit = new CircuitSnapshot
        {
            State = CircuitState.Open,
            Generation = 3,
            ConsecutiveFailures = 5,
            OpenedAt = Now.AddSeconds(-20),
            OpenUntil = Now.AddSeconds(40),
            ChangedAt = Now.AddSeconds(-20),
            Changes = [new(CircuitState.Open, Now.AddSeconds(-20))],
        };
        var circuit = (await AskAsync()).GetProperty("circuits")[0];
        Assert.Equal("open", circuit.GetProperty("state").GetString());
        Assert.Equal(5, circuit.GetProperty("consecutiveFailures").GetInt32());
        Assert.Equal(5, circuit.GetProperty("threshold").GetInt32());
        Assert.False(circuit.GetProperty("heldOpen").GetBoolean());
        Assert.Equal(Now.AddSeconds(40), circuit.GetProperty("nextProbeAt").GetDateTimeOffset());
        Assert.Equal("open", circuit.GetProperty("changes")[0].GetProperty("state").GetString());
        Assert.False(circuit.TryGetProperty("byHand", out _));
    }

    [Fact]
    public async Task It_tells_who_holds_the_circuit_open_and_that_no_probe_will_go_out()
    {
        await _host.ForceAsync("riskshield", CircuitManualOverrideTable.Force(CircuitState.Open), default);
        var circuit = (await AskAsync()).GetProperty("circuits")[0];
        Assert.True(circuit.GetProperty("heldOpen").GetBoolean());
        Assert.False(circuit.TryGetProperty("nextProbeAt", out _));
        var hand = circuit.GetProperty("byHand");
        Assert.Equal(
            ("open", "olga", "vendor maintenance", "hand"),
            (Text(hand, "state"), Text(hand, "by"), Text(hand, "reason"), Text(hand, "reference")));
        Assert.Equal("olga", Text(circuit.GetProperty("changes")[0], "by"));
    }

    /// <summary>To show a circuit as closed that nobody could read would be the worst of guesses.</summary>
    [Fact]
    public async Task A_circuit_that_cannot_be_read_is_told_as_unknown()
    {
        _host.IsReadable = false;
        Assert.Equal("unknown", Text((await AskAsync()).GetProperty("circuits")[0], "state"));
    }

    [Fact]
    public async Task After_a_break_the_next_call_is_the_probe()
    {
        _host.Circuit = new CircuitSnapshot { State = CircuitState.Open, OpenUntil = Now.AddSeconds(-5) };
        Assert.Equal(Now, (await AskAsync()).GetProperty("circuits")[0].GetProperty("nextProbeAt").GetDateTimeOffset());
        _host.Circuit =
            new CircuitSnapshot { State = CircuitState.HalfOpen, ProbeAttempt = "p", ProbeUntil = Now.AddSeconds(30) };
        Assert.Equal(
            Now.AddSeconds(30), (await AskAsync()).GetProperty("circuits")[0].GetProperty("nextProbeAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task It_holds_what_was_counted()
    {
        _figures.RequestHandled(StartKind.Started);
        _figures.VendorCalled(
            "riskshield",
            new AttemptResult(AttemptStatus.TimedOut, default) { Elapsed = TimeSpan.FromSeconds(2) },
            usesCandidatePath: false);
        _figures.RequestRefused("rate-limited", "bob");
        _figures.ValidationEnded(
            Sample.Id, "alice", new ValidationOutcome(3, Now, Failure: FailureCode.VendorTimeout), Now.AddSeconds(-9), Now);
        _host.Waiting = [new WaitingRetry("v2", 1, Now.AddSeconds(2))];

        var summary = await AskAsync();
        var hour = summary.GetProperty("windows")[0];
        Assert.Equal(
            (1, 1),
            (hour.GetProperty("accepted").GetInt32(), hour.GetProperty("failed").GetProperty("vendor-timeout").GetInt32()));
        Assert.Equal(1, hour.GetProperty("vendorFailures").GetProperty("timed-out").GetInt32());
        Assert.Equal(
            [60, 96],
            summary.GetProperty("plots").EnumerateArray().Select(plot => plot.GetProperty("completed").GetArrayLength()));
        Assert.Equal((Sample.Id.Value, 9000.0), (Text(summary.GetProperty("failed")[0], "validationId"),
            summary.GetProperty("slowest")[0].GetProperty("durationMs").GetDouble()));
        Assert.Equal("bob", Text(summary.GetProperty("rateLimited")[0], "caller"));
        var unfinished = summary.GetProperty("unfinished");
        Assert.Equal((3, false, "v2"), (unfinished.GetProperty("count").GetInt32(),
            unfinished.GetProperty("complete").GetBoolean(), Text(unfinished.GetProperty("waiting")[0], "validationId")));
    }

    [Fact]
    public async Task Without_a_backup_there_is_one_circuit_and_one_availability()
    {
        var summary = await AskAsync();
        Assert.Equal("riskshield", Text(Assert.Single(summary.GetProperty("circuits").EnumerateArray()), "provider"));
        var availability = Assert.Single(summary.GetProperty("vendorAvailability").EnumerateArray());
        Assert.Equal("riskshield", Text(availability, "provider"));
        Assert.False(availability.GetProperty("windows")[0].TryGetProperty("availability", out _));
    }

    [Fact]
    public async Task A_backup_has_its_own_circuit_and_its_own_availability()
    {
        _host.Circuit = new CircuitSnapshot { State = CircuitState.Open, OpenUntil = Now.AddSeconds(5) };
        _host.BackupCircuit = CircuitSnapshot.Initial;
        _figures.VendorCalled("riskshield", new AttemptResult(AttemptStatus.ServerError, Now), usesCandidatePath: false);
        _figures.VendorCalled("second", new AttemptResult(AttemptStatus.Scored, Now), usesCandidatePath: false);

        var summary = await AskAsync(CreateEndpoint("second"));
        Assert.Equal(
            [("riskshield", "open"), ("second", "closed")],
            summary.GetProperty("circuits").EnumerateArray().Select(
                circuit => (Text(circuit, "provider"), Text(circuit, "state"))));
        Assert.Equal(
            [
                ("riskshield", "hour", 1, 0.0), ("riskshield", "day", 1, 0.0), ("riskshield", "five-minutes", 1, 0.0),
                ("second", "hour", 1, 1.0), ("second", "day", 1, 1.0), ("second", "five-minutes", 1, 1.0),
            ],
            from provider in summary.GetProperty("vendorAvailability").EnumerateArray()
            from window in provider.GetProperty("windows").EnumerateArray()
            select (
                Text(provider, "provider"),
                Text(window, "name"),
                window.GetProperty("calls").GetInt32(),
                window.GetProperty("availability").GetDouble()));
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private SummaryEndpoint CreateEndpoint(string? backup) =>
        new(
            _figures,
            new SharedFigures(_figures, _store, _clock, NullLogger<SharedFigures>.Instance),
            _host,
            new CircuitSettings(),
            new RiskShieldSettings(),
            new ConfiguredProviders(backup),
            _clock);

    private async Task<JsonElement> AskAsync(SummaryEndpoint? endpoint = null)
    {
        var http = HttpSample.Request(path: SummaryEndpoint.Route, caller: new Caller("olga", IsOperator: true));
        return (await (await (endpoint ?? _endpoint).HandleAsync(http)).ReplyAsync(http)).Body;
    }
}
