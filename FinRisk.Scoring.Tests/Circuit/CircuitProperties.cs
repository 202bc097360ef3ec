using System.Text.Json;
using CsCheck;
using FinRisk.Scoring.Circuit;
using FinRisk.Testing;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>
/// What holds after any history of several replicas. <see cref="CircuitHistory"/> checks at every event: never two live leases,
/// no admission during the break, generations only grow, duplicates and older generations change nothing, and the snapshot is
/// the same object exactly where nothing changed.
/// </summary>
public sealed class CircuitProperties
{
    private const int Replicas = 3;

    private static readonly Gen<CircuitOpKind> Kind = Gen.Frequency(
        (2, CircuitOpKind.Pass), (3, CircuitOpKind.Look), (5, CircuitOpKind.Begin), (1, CircuitOpKind.AskAgain),
        (5, CircuitOpKind.Tell), (2, CircuitOpKind.TellAgain), (1, CircuitOpKind.Lose), (1, CircuitOpKind.Force));

    private static readonly Gen<CircuitVerdict> Verdict = Gen.Frequency(
        (5, CircuitVerdict.Failure), (2, CircuitVerdict.Success), (1, CircuitVerdict.Neutral));

    private static readonly Gen<CircuitOp> Op = Gen.Select(
        Kind, Gen.Int[0, Replicas - 1], Gen.Int[0, 99], Verdict, Gen.OneOf(Gen.Int[0, 2_000], Gen.Int[25_000, 65_000]),
        (kind, replica, pick, verdict, ms) => new CircuitOp(kind, replica, pick, verdict, ms));

    private static readonly Gen<CircuitHistory> History = Op.Array[0, 120].Select(ops =>
    {
        var history = new CircuitHistory(Replicas);
        foreach (var op in ops)
            history.Do(op);
        return history;
    });

    [Fact]
    public void No_history_breaks_what_must_always_hold() => History.Sample(_ => { }, iter: Properties.Iterations(4_000));

    [Fact]
    public void After_any_history_somebody_is_admitted_once_break_and_lease_are_over() => History.Sample(
        history =>
        {
            if (history.Circuit.IsHeldOpen)
                history.Do(new CircuitOp(CircuitOpKind.Force, Replica: 0, Pick: 1, default, Milliseconds: 0));
            var over = new[] { history.Now, history.Circuit.OpenUntil ?? default, history.Circuit.ProbeUntil ?? default }.Max();
            var decision = CircuitRules.Apply(
                history.Circuit, new CircuitEvent.Ask("healer"), over, CircuitTable.Settings).Decision;
            return decision.Admitted && decision.IsProbe == (history.Circuit.State != CircuitState.Closed);
        },
        iter: Properties.Iterations(1_500));

    [Fact]
    public void After_any_history_the_threshold_in_a_row_opens_a_closed_circuit() => History.Sample(
        history =>
        {
            if (history.Circuit.State != CircuitState.Closed)
                return;
            var missing = CircuitTable.Settings.FailureThreshold - history.Circuit.ConsecutiveFailures;
            for (var i = 1; i <= missing; i++)
                Assert.Equal(i == missing ? CircuitState.Open : null, Tell(history, $"f{i}", CircuitVerdict.Failure).Entered);
            Assert.Equal(history.Now + CircuitTable.Settings.BreakDuration, history.Circuit.OpenUntil);
        },
        iter: Properties.Iterations(1_500));

    [Fact]
    public void After_any_history_a_success_in_between_starts_the_count_anew() => History.Sample(
        history =>
        {
            if (history.Circuit.State != CircuitState.Closed)
                return;
            Tell(history, "s", CircuitVerdict.Success);
            for (var i = 1; i < CircuitTable.Settings.FailureThreshold; i++)
                Assert.Null(Tell(history, $"f{i}", CircuitVerdict.Failure).Entered);
            Assert.Equal(CircuitState.Open, Tell(history, "last", CircuitVerdict.Failure).Entered);
        },
        iter: Properties.Iterations(1_500));

    [Fact]
    public void After_any_history_the_circuit_survives_its_JSON() => History.Sample(
        history =>
        {
            var text = JsonSerializer.Serialize(history.Circuit, JsonSerializerOptions.Web);
            var read = JsonSerializer.Deserialize<CircuitSnapshot>(text, JsonSerializerOptions.Web)!;
            return CircuitHistory.IsSame(history.Circuit, read);
        },
        iter: Properties.Iterations(500));

    [Fact]
    public void A_snapshot_of_an_earlier_version_is_read_with_defaults()
    {
        var read = JsonSerializer.Deserialize<CircuitSnapshot>("""{"state":1,"generation":3}""", JsonSerializerOptions.Web)!;
        Assert.Equal((CircuitState.Open, 3L, 0), (read.State, read.Generation, read.Reported.Length));
    }

    /// <summary>The histories would prove little if they never left the closed state.</summary>
    [Fact]
    public void Random_histories_reach_every_state()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<CircuitState, bool>();
        History.Sample(history => { seen[history.Circuit.State] = true; }, iter: 500);
        Assert.Equal(3, seen.Count);
    }

    private static CircuitTransition Tell(CircuitHistory history, string attempt, CircuitVerdict verdict) =>
        history.Apply(new CircuitEvent.Report(attempt, history.Circuit.Generation, verdict));
}
