using System.Collections.Immutable;
using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>Every cell of (state, event), under a threshold of 3, a break of 60 s and a lease of 30 s.</summary>
internal static class CircuitTable
{
    public static readonly CircuitSettings Settings = new()
    {
        FailureThreshold = 3,
        BreakDuration = TimeSpan.FromSeconds(60),
        ProbeLease = TimeSpan.FromSeconds(30),
    };

    public static readonly CircuitSnapshot Fresh = CircuitSnapshot.Initial;

    /// <summary>Closed with two failures in a row, in generation 4.</summary>
    public static readonly CircuitSnapshot Counting =
        new() { Generation = 4, ConsecutiveFailures = 2, Reported = ["a", "b"], ChangedAt = At(-100) };

    /// <summary>Opened at second 0.</summary>
    public static readonly CircuitSnapshot Open = Counting with
    {
        State = CircuitState.Open,
        Generation = 5,
        ConsecutiveFailures = 3,
        OpenedAt = At(0),
        OpenUntil = At(60),
        ChangedAt = At(0),
        Reported = ["a", "b", "c"],
        Changes = [new(CircuitState.Open, At(0))],
    };

    /// <summary>Probe "p" went out at second 70 and may take until 100.</summary>
    public static readonly CircuitSnapshot Leased = Open with
    {
        State = CircuitState.HalfOpen,
        Generation = 6,
        ProbeAttempt = "p",
        ProbeUntil = At(100),
        ChangedAt = At(70),
        Changes = HalfOpened(70),
    };

    /// <summary>Probe "p" gave its lease back.</summary>
    public static readonly CircuitSnapshot Free =
        Leased with { ProbeAttempt = null, ProbeUntil = null, Reported = ["a", "b", "c", "p"] };

    public static TheoryData<CircuitRow> Rows => new()
    {
        // Closed
        new("closed, ask: admitted", Fresh, Ask("x"), 0, null, Admitted(0)),
        new("closed, success: no news", Fresh, Report("x", 0, CircuitVerdict.Success), 0, null, Admitted(0)),
        new("closed, neutral: no news", Fresh, Report("x", 0, CircuitVerdict.Neutral), 0, null, Admitted(0)),
        new(
            "closed, failure: counted",
            Fresh,
            Report("x", 0, CircuitVerdict.Failure),
            0,
            Fresh with { ConsecutiveFailures = 1, Reported = ["x"] },
            Admitted(0)),
        new("counting, ask: admitted", Counting, Ask("x"), 0, null, Admitted(4)),
        new(
            "counting, success: the streak ends",
            Counting,
            Report("x", 4, CircuitVerdict.Success),
            0,
            Counting with { ConsecutiveFailures = 0, Reported = ["a", "b", "x"] },
            Admitted(4)),
        new("counting, neutral: the streak stays", Counting, Report("x", 4, CircuitVerdict.Neutral), 0, null, Admitted(4)),
        new(
            "counting, last failure: opens",
            Counting,
            Report("c", 4, CircuitVerdict.Failure),
            0,
            Open,
            Refused(5, 60),
            CircuitState.Open),
        new("counting, failure told twice: once", Counting, Report("b", 4, CircuitVerdict.Failure), 0, null, Admitted(4)),
        new(
            "counting, other word of a told attempt: ignored",
            Counting,
            Report("b", 4, CircuitVerdict.Success),
            0,
            null,
            Admitted(4)),
        new(
            "counting, failure of an older generation: ignored",
            Counting,
            Report("x", 3, CircuitVerdict.Failure),
            0,
            null,
            Admitted(4)),
        new(
            "counting, success of an older generation: ignored",
            Counting,
            Report("x", 3, CircuitVerdict.Success),
            0,
            null,
            Admitted(4)),
        new(
            "counting, failure of a generation to come: ignored",
            Counting,
            Report("x", 5, CircuitVerdict.Failure),
            0,
            null,
            Admitted(4)),

        // Open
        new("open, ask at once: refused", Open, Ask("x"), 0, null, Refused(5, 60)),
        new("open, ask just before the end: refused", Open, Ask("x"), 59.999, null, Refused(5, 60)),
        new(
            "open, ask at the end: the probe",
            Open,
            Ask("p"),
            60,
            Leased with { ProbeUntil = At(90), ChangedAt = At(60), Changes = HalfOpened(60) },
            Probe(6),
            CircuitState.HalfOpen),
        new("open, ask after the end: the probe", Open, Ask("p"), 70, Leased, Probe(6), CircuitState.HalfOpen),
        new("open, success: ignored", Open, Report("x", 5, CircuitVerdict.Success), 1, null, Refused(5, 60)),
        new("open, failure: ignored", Open, Report("x", 5, CircuitVerdict.Failure), 1, null, Refused(5, 60)),
        new("open, neutral: ignored", Open, Report("x", 5, CircuitVerdict.Neutral), 1, null, Refused(5, 60)),
        new(
            "open, late success of the closed days: ignored",
            Open,
            Report("x", 4, CircuitVerdict.Success),
            1,
            null,
            Refused(5, 60)),
        new(
            "open, late failure of the closed days: the break grows no longer",
            Open,
            Report("x", 4, CircuitVerdict.Failure),
            30,
            null,
            Refused(5, 60)),
        new("open, told twice: ignored", Open, Report("c", 4, CircuitVerdict.Failure), 1, null, Refused(5, 60)),
        new("open, report after the end: ignored", Open, Report("x", 5, CircuitVerdict.Success), 61, null, Refused(5, 60)),

        // Half-open, the probe is out
        new("half-open, the probe asks again: the same lease", Leased, Ask("p"), 80, null, Probe(6)),
        new("half-open, another asks: refused", Leased, Ask("x"), 80, null, Refused(6, 81)),
        new("half-open, another asks just before the lease lapses: refused", Leased, Ask("x"), 99.5, null, Refused(6, 100.5)),
        new(
            "half-open, another asks when the lease lapses: the next probe",
            Leased,
            Ask("x"),
            100,
            Leased with { Generation = 7, ProbeAttempt = "x", ProbeUntil = At(130) },
            Probe(7)),
        new(
            "half-open, the lost probe asks again: a new lease",
            Leased,
            Ask("p"),
            101,
            Leased with { Generation = 7, ProbeUntil = At(131) },
            Probe(7)),
        new(
            "half-open, the probe succeeds: closes",
            Leased,
            Report("p", 6, CircuitVerdict.Success),
            80,
            Closed(80),
            Admitted(7),
            CircuitState.Closed),
        new(
            "half-open, the probe succeeds after its lease, nobody else asked: closes",
            Leased,
            Report("p", 6, CircuitVerdict.Success),
            200,
            Closed(200),
            Admitted(7),
            CircuitState.Closed),
        new(
            "half-open, the probe fails: opens",
            Leased,
            Report("p", 6, CircuitVerdict.Failure),
            80,
            Reopened(80),
            Refused(7, 140),
            CircuitState.Open),
        new(
            "half-open, the probe fails after its lease: opens",
            Leased,
            Report("p", 6, CircuitVerdict.Failure),
            200,
            Reopened(200),
            Refused(7, 260),
            CircuitState.Open),
        new(
            "half-open, the probe is neutral: gives its lease back",
            Leased,
            Report("p", 6, CircuitVerdict.Neutral),
            80,
            Free,
            Refused(6, 80)),
        new("half-open, another's success: ignored", Leased, Report("x", 6, CircuitVerdict.Success), 80, null, Refused(6, 81)),
        new("half-open, another's failure: ignored", Leased, Report("x", 6, CircuitVerdict.Failure), 80, null, Refused(6, 81)),
        new("half-open, another's neutral: ignored", Leased, Report("x", 6, CircuitVerdict.Neutral), 80, null, Refused(6, 81)),
        new(
            "half-open, late success of the closed days: ignored",
            Leased,
            Report("x", 4, CircuitVerdict.Success),
            80,
            null,
            Refused(6, 81)),
        new(
            "half-open, late failure of the closed days: ignored",
            Leased,
            Report("x", 4, CircuitVerdict.Failure),
            80,
            null,
            Refused(6, 81)),
        new(
            "half-open, the probe's word of an older lease: ignored",
            Leased,
            Report("p", 5, CircuitVerdict.Success),
            80,
            null,
            Refused(6, 81)),
        new(
            "half-open, lapsed, somebody's report: ignored, and asking pays",
            Leased,
            Report("x", 6, CircuitVerdict.Failure),
            120,
            null,
            Refused(6, 120)),

        // Half-open, no probe is out
        new(
            "half-open and free, ask: the next probe",
            Free,
            Ask("x"),
            85,
            Free with { Generation = 7, ProbeAttempt = "x", ProbeUntil = At(115) },
            Probe(7)),
        new(
            "half-open and free, the neutral probe told twice: ignored",
            Free,
            Report("p", 6, CircuitVerdict.Neutral),
            85,
            null,
            Refused(6, 85)),
        new(
            "half-open and free, the neutral probe's other word: ignored",
            Free,
            Report("p", 6, CircuitVerdict.Success),
            85,
            null,
            Refused(6, 85)),
        new(
            "half-open and free, somebody's success: ignored",
            Free,
            Report("x", 6, CircuitVerdict.Success),
            85,
            null,
            Refused(6, 85)),
        new(
            "half-open and free, somebody's failure: ignored",
            Free,
            Report("x", 6, CircuitVerdict.Failure),
            85,
            null,
            Refused(6, 85)),
        new(
            "half-open and free, somebody's neutral: ignored",
            Free,
            Report("x", 6, CircuitVerdict.Neutral),
            85,
            null,
            Refused(6, 85)),
    };

    public static DateTimeOffset At(double second) =>
        new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddSeconds(second);

    private static ImmutableArray<CircuitChange> HalfOpened(double second) =>
        Open.Changes.Add(new(CircuitState.HalfOpen, At(second)));

    private static CircuitSnapshot Closed(double second) => new()
    {
        Generation = 7,
        Reported = ["a", "b", "c", "p"],
        ChangedAt = At(second),
        Changes = HalfOpened(70).Add(new(CircuitState.Closed, At(second))),
    };

    private static CircuitSnapshot Reopened(double second) => Open with
    {
        Generation = 7,
        ConsecutiveFailures = 4,
        OpenedAt = At(second),
        OpenUntil = At(second + 60),
        ChangedAt = At(second),
        Reported = ["a", "b", "c", "p"],
        Changes = HalfOpened(70).Add(new(CircuitState.Open, At(second))),
    };

    public static CircuitEvent.Ask Ask(string attempt) => new(attempt);

    public static CircuitEvent.Report Report(string attempt, long generation, CircuitVerdict verdict) =>
        new(attempt, generation, verdict);

    public static CircuitDecision Admitted(long generation) => new(true, generation);

    private static CircuitDecision Probe(long generation) => new(true, generation, IsProbe: true);

    public static CircuitDecision Refused(long generation, double second) => new(false, generation, RetryAt: At(second));
}
