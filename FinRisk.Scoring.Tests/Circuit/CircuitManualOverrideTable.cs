using System.Collections.Immutable;
using FinRisk.Scoring.Circuit;
using static FinRisk.Scoring.Tests.Circuit.CircuitTable;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>What an operator does in every state, and what everybody else does while it lasts.</summary>
internal static class CircuitManualOverrideTable
{
    /// <summary>Opened by hand at second 10, until further notice.</summary>
    private static readonly CircuitSnapshot Held = new()
    {
        State = CircuitState.Open,
        Generation = 5,
        ConsecutiveFailures = 2,
        OpenedAt = At(10),
        ChangedAt = At(10),
        Reported = ["a", "b", "hand"],
        ManualOverride = Hand(CircuitState.Open, 10),
        Changes = [new(CircuitState.Open, At(10), "olga")],
    };

    /// <summary>The same for five minutes.</summary>
    private static readonly CircuitSnapshot Bounded = Held with { OpenUntil = At(310) };

    public static TheoryData<CircuitRow> Rows => new()
    {
        // Opened by hand
        new(
            "counting, forced open: open until further notice",
            Counting,
            Force(CircuitState.Open),
            10,
            Held,
            Refused(5, 70),
            CircuitState.Open),
        new(
            "counting, forced open for 5 minutes: open until then",
            Counting,
            Force(CircuitState.Open, 5),
            10,
            Bounded,
            Refused(5, 310),
            CircuitState.Open),
        new(
            "open, forced open: held, and open since it opened",
            Open,
            Force(CircuitState.Open),
            10,
            Held with
            {
                Generation = 6,
                ConsecutiveFailures = 3,
                OpenedAt = At(0),
                ChangedAt = At(0),
                Reported = ["a", "b", "c", "hand"],
                Changes = Open.Changes,
            },
            Refused(6, 70)),
        new(
            "half-open, forced open: the lease is gone",
            Leased,
            Force(CircuitState.Open),
            80,
            Held with
            {
                Generation = 7,
                ConsecutiveFailures = 3,
                OpenedAt = At(80),
                ChangedAt = At(80),
                ManualOverride = Hand(CircuitState.Open, 80),
                Reported = ["a", "b", "c", "hand"],
                Changes = Leased.Changes.Add(new(CircuitState.Open, At(80), "olga")),
            },
            Refused(7, 140),
            CircuitState.Open),
        new("held, ask: refused, come back after a break", Held, Ask("x"), 20, null, Refused(5, 80)),
        new("held, ask after a year: refused still", Held, Ask("x"), 31_536_000, null, Refused(5, 31_536_060)),
        new("held, success of the days before: ignored", Held, Report("x", 4, CircuitVerdict.Success), 20, null, Refused(5, 80)),
        new("held, failure of the days before: ignored", Held, Report("x", 4, CircuitVerdict.Failure), 20, null, Refused(5, 80)),
        new(
            "held, a success nobody was admitted for: ignored",
            Held,
            Report("x", 5, CircuitVerdict.Success),
            20,
            null,
            Refused(5, 80)),
        new("held, the same word again: ignored", Held, Force(CircuitState.Open), 20, null, Refused(5, 80)),
        new("bounded, ask before the end: refused until then", Bounded, Ask("x"), 309, null, Refused(5, 310)),
        new(
            "bounded, ask at the end: the probe, and the hand is off",
            Bounded,
            Ask("p"),
            310,
            Bounded with
            {
                State = CircuitState.HalfOpen,
                Generation = 6,
                ProbeAttempt = "p",
                ProbeUntil = At(340),
                ChangedAt = At(310),
                ManualOverride = null,
                Changes = Held.Changes.Add(new(CircuitState.HalfOpen, At(310))),
            },
            new(true, 6, IsProbe: true),
            CircuitState.HalfOpen),

        // Closed by hand
        new("fresh, forced closed: nothing to do", Fresh, Force(CircuitState.Closed), 10, null, Admitted(0)),
        new(
            "counting, forced closed: the streak ends",
            Counting,
            Force(CircuitState.Closed),
            10,
            Counting with
            {
                Generation = 5,
                ConsecutiveFailures = 0,
                Reported = ["a", "b", "hand"],
                ManualOverride = Hand(CircuitState.Closed, 10),
            },
            Admitted(5)),
        new(
            "open, forced closed: closed",
            Open,
            Force(CircuitState.Closed),
            10,
            ClosedManually(6, 10, ["a", "b", "c", "hand"], Open.Changes),
            Admitted(6),
            CircuitState.Closed),
        new(
            "half-open, forced closed: closed, the lease is gone",
            Leased,
            Force(CircuitState.Closed),
            80,
            ClosedManually(7, 80, ["a", "b", "c", "hand"], Leased.Changes),
            Admitted(7),
            CircuitState.Closed),
        new(
            "held, forced closed by another word: closed",
            Held,
            Force(CircuitState.Closed) with { Reference = "other" },
            20,
            ClosedManually(6, 20, ["a", "b", "hand", "other"], Held.Changes, "other"),
            Admitted(6),
            CircuitState.Closed),
        new(
            "closed by hand, the probe's late failure: ignored",
            ClosedManually(7, 80, ["a", "b", "c", "hand"], Leased.Changes),
            Report("p", 6, CircuitVerdict.Failure),
            81,
            null,
            Admitted(7)),
    };

    public static CircuitEvent.Force Force(CircuitState state, int? minutes = null) =>
        new("hand", state, "olga", "vendor maintenance", minutes);

    private static CircuitIntervention Hand(CircuitState state, double second, string reference = "hand") =>
        new(state, "olga", "vendor maintenance", At(second), reference);

    private static CircuitSnapshot ClosedManually(
        long generation, double second, ImmutableArray<string> reported, ImmutableArray<CircuitChange> before, string reference =
            "hand") => new()
            {
                Generation = generation,
                Reported = reported,
                ChangedAt = At(second),
                ManualOverride = Hand(CircuitState.Closed, second, reference),
                Changes = before.Add(new(CircuitState.Closed, At(second), "olga")),
            };
}
