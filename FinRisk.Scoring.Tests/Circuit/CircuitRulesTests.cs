using System.Text.Json;
using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>The state machine, cell by cell.</summary>
public sealed class CircuitRulesTests
{
    public static TheoryData<CircuitRow> Rows => CircuitTable.Rows;

    public static TheoryData<CircuitRow> ManualOverrideRows => CircuitManualOverrideTable.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    [MemberData(nameof(ManualOverrideRows))]
    public void Every_event_in_every_state_does_what_the_table_says(CircuitRow row)
    {
        var transition = CircuitRules.Apply(row.Before, row.Happened, CircuitTable.At(row.Second), CircuitTable.Settings);

        Assert.Equal(row.Decision, transition.Decision);
        Assert.Equal(row.Entered, transition.Entered);
        Assert.Equal(row.Happened is CircuitEvent.Force && row.After is not null, transition.IsForced);
        if (row.After is null)
            Assert.Same(row.Before, transition.Snapshot);
        else
            Assert.Equal(Text(row.After), Text(transition.Snapshot));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [MemberData(nameof(ManualOverrideRows))]
    public void The_same_event_again_changes_nothing(CircuitRow row)
    {
        var now = CircuitTable.At(row.Second);
        var once = CircuitRules.Apply(row.Before, row.Happened, now, CircuitTable.Settings).Snapshot;
        Assert.Same(once, CircuitRules.Apply(once, row.Happened, now, CircuitTable.Settings).Snapshot);
    }

    [Fact]
    public void A_threshold_of_one_opens_at_the_first_failure()
    {
        var report = new CircuitEvent.Report("x", 0, CircuitVerdict.Failure);
        var opened = CircuitRules.Apply(
            CircuitSnapshot.Initial, report, CircuitTable.At(0), CircuitTable.Settings with { FailureThreshold = 1 });
        Assert.Equal(CircuitState.Open, opened.Entered);
        Assert.Equal(CircuitTable.At(60), opened.Snapshot.OpenUntil);
    }

    /// <summary>Through every probe that fails, and an operator's hold; gone once the circuit closes.</summary>
    [Fact]
    public void What_opened_it_first_is_kept_until_it_closes()
    {
        var circuit = Apply(CircuitTable.Counting, new CircuitEvent.Report("c", 4, CircuitVerdict.Failure, "server-error"), 0);
        var outage = new CircuitOutage(CircuitTable.At(0), "server-error", "c");
        Assert.Equal(outage, circuit.Outage);

        circuit = Apply(circuit, new CircuitEvent.Ask("p"), 70);
        Assert.Equal(outage, circuit.Outage);
        circuit = Apply(circuit, new CircuitEvent.Report("p", circuit.Generation, CircuitVerdict.Failure, "timed-out"), 71);
        Assert.Equal((CircuitState.Open, outage), (circuit.State, circuit.Outage));
        Assert.Equal(outage, Apply(circuit, CircuitManualOverrideTable.Force(CircuitState.Open), 72).Outage);
        Assert.Null(Apply(circuit, CircuitManualOverrideTable.Force(CircuitState.Closed), 72).Outage);

        circuit = Apply(circuit, new CircuitEvent.Ask("q"), 140);
        Assert.Null(Apply(circuit, new CircuitEvent.Report("q", circuit.Generation, CircuitVerdict.Success), 141).Outage);
    }

    [Fact]
    public void No_more_reports_are_remembered_than_promised_and_the_newest_are_kept()
    {
        var patient = CircuitTable.Settings with { FailureThreshold = 1000 };
        var circuit = CircuitSnapshot.Initial;
        for (var i = 0; i < 40; i++)
            circuit = CircuitRules.Apply(
                circuit, new CircuitEvent.Report($"x{i}", 0, CircuitVerdict.Failure), CircuitTable.At(i), patient).Snapshot;

        Assert.Equal(CircuitRules.RememberedReports, circuit.Reported.Length);
        Assert.Equal(("x8", "x39"), (circuit.Reported[0], circuit.Reported[^1]));
        Assert.Equal(40, circuit.ConsecutiveFailures);
    }

    [Fact]
    public void No_more_changes_are_remembered_than_promised_and_the_newest_are_kept()
    {
        var circuit = CircuitSnapshot.Initial;
        for (var i = 0; i < 60; i++)
        {
            var force = CircuitManualOverrideTable.Force(
                i % 2 == 0 ? CircuitState.Open : CircuitState.Closed) with
            { Reference = $"r{i}" };
            circuit = CircuitRules.Apply(circuit, force, CircuitTable.At(i), CircuitTable.Settings).Snapshot;
        }

        Assert.Equal(CircuitRules.RememberedChanges, circuit.Changes.Length);
        Assert.Equal((CircuitTable.At(20), CircuitTable.At(59)), (circuit.Changes[0].At, circuit.Changes[^1].At));
    }

    [Fact]
    public void Only_a_closed_circuit_without_failures_is_healthy()
    {
        Assert.True(CircuitSnapshot.Initial.IsHealthy);
        Assert.False((CircuitSnapshot.Initial with { ConsecutiveFailures = 1 }).IsHealthy);
        Assert.False((CircuitSnapshot.Initial with { State = CircuitState.Open }).IsHealthy);
        Assert.False((CircuitSnapshot.Initial with { State = CircuitState.HalfOpen }).IsHealthy);
    }

    /// <summary>The break began at second 0 and lasts until 60; what a replica's clock may lag is not taken for a step.</summary>
    [Theory]
    [InlineData(59, 60)]
    [InlineData(-5, 60)]
    [InlineData(-6, null)]
    [InlineData(-3_600, null)]
    public void A_clock_that_was_set_back_does_not_prolong_a_break(int second, int? until)
    {
        Assert.Equal(At(until), CircuitRules.RefusedUntil(CircuitTable.Open, "x", CircuitTable.At(second)));
        var asked = CircuitRules.Apply(
            CircuitTable.Open, new CircuitEvent.Ask("x"), CircuitTable.At(second), CircuitTable.Settings);
        Assert.Equal(until is null, asked.Decision is { Admitted: true, IsProbe: true });
    }

    /// <summary>Of a lease from second 70 to 100.</summary>
    [Theory]
    [InlineData(99, 100)]
    [InlineData(65, 66)]
    [InlineData(64, null)]
    [InlineData(-3_600, null)]
    public void A_clock_that_was_set_back_does_not_prolong_a_lease(int second, int? until) =>
        Assert.Equal(At(until), CircuitRules.RefusedUntil(CircuitTable.Leased, "x", CircuitTable.At(second)));

    [Fact]
    public void A_break_that_an_operator_timed_lasts_whatever_the_clock_does()
    {
        var force = CircuitManualOverrideTable.Force(CircuitState.Open) with { Minutes = 30 };
        var forced = CircuitRules.Apply(CircuitTable.Fresh, force, CircuitTable.At(0), CircuitTable.Settings).Snapshot;
        Assert.Equal(CircuitTable.At(1_800), CircuitRules.RefusedUntil(forced, "x", CircuitTable.At(-3_600)));
    }

    [Fact]
    public void An_event_that_does_not_exist_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CircuitRules.Apply(CircuitSnapshot.Initial, null!, CircuitTable.At(0), CircuitTable.Settings));

    private static DateTimeOffset? At(int? second) => second is { } some ? CircuitTable.At(some) : null;

    private static string Text(CircuitSnapshot circuit) => JsonSerializer.Serialize(circuit);

    private static CircuitSnapshot Apply(CircuitSnapshot circuit, CircuitEvent happened, int second) =>
        CircuitRules.Apply(circuit, happened, CircuitTable.At(second), CircuitTable.Settings).Snapshot;

    /// <summary>As the JSON serializer leaves the list of a snapshot that was stored without one.</summary>
    [Fact]
    public void A_snapshot_without_changes_has_an_empty_list() =>
        Assert.Empty((CircuitSnapshot.Initial with { Changes = default }).Changes);
}
