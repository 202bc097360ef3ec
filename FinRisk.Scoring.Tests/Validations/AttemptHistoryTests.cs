using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>What a validation keeps of its attempts, and that the workflow takes it down.</summary>
public sealed class AttemptHistoryTests
{
    /// <summary>The first and the last are what tells how the trouble began and where it stands.</summary>
    [Fact]
    public void Of_many_attempts_the_first_and_the_last_are_kept()
    {
        var history = AttemptHistory.None;
        for (var attempt = 1; attempt <= 100; attempt++)
            history = history.Add(Entry(attempt));
        Assert.Equal((AttemptHistory.MaxEntries, 82), (history.Entries.Count, history.LeftOut));
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100],
            history.Entries.Select(entry => entry.Attempt));
    }

    [Fact]
    public void A_wait_belongs_to_the_last_attempt()
    {
        Assert.Empty(AttemptHistory.None.WithNextAttempt(Sample.Start).Entries);
        var history = AttemptHistory.None.Add(Entry(1)).Add(Entry(2)).WithNextAttempt(Sample.Start);
        Assert.Equal([null, Sample.Start], history.Entries.Select(entry => entry.NextAttemptAt));
    }

    [Fact]
    public void Histories_are_equal_by_their_attempts()
    {
        Assert.Equal(AttemptHistory.None.Add(Entry(1)), AttemptHistory.None.Add(Entry(1)));
        Assert.NotEqual(AttemptHistory.None.Add(Entry(1)), AttemptHistory.None.Add(Entry(2)));
        Assert.NotEqual(AttemptHistory.None.Add(Entry(1)), AttemptHistory.None.Add(Entry(1)) with { LeftOut = 1 });
    }

    /// <summary>Refused by the view, let through as the probe, which fails; then the waiting, and the older score.</summary>
    [Fact]
    public async Task The_workflow_takes_down_what_the_circuit_and_the_provider_said()
    {
        var world = new FaultWorld("", Asked: CircuitAnswer.Probe, Degrade: true);
        var steps = new ScriptedSteps(world, [AttemptStatus.NotAdmitted, AttemptStatus.TimedOut, AttemptStatus.TimedOut]);
        var outcome = await ScoringWorkflow.RunAsync(Sample.Input(Sample.Plan with { MaxAttempts = 2 }), steps);

        var entries = outcome.History!.Entries;
        Assert.Equal(
            [("riskshield", 1, AttemptStatus.TimedOut, CircuitPassage.Probe), ("riskshield", 2, AttemptStatus.TimedOut,
                CircuitPassage.Passed)],
            entries.Select(entry => (entry.Provider, entry.Attempt, entry.Status, entry.Circuit)));
        Assert.Equal(
            [(DateTimeOffset?)steps.Record.Single(step => step.Kind == "wait").Request, null],
            entries.Select(entry => entry.NextAttemptAt));
        Assert.Equal([0, 0, 0, 1, 1, 2], steps.Shown.Select(shown => shown.History?.Entries.Count ?? 0));
    }

    [Fact]
    public async Task A_refusal_is_an_attempt_too()
    {
        var world = new FaultWorld("", Asked: CircuitAnswer.Refused, Degrade: true);
        var steps = new ScriptedSteps(world, [AttemptStatus.NotAdmitted]);
        var outcome = await ScoringWorkflow.RunAsync(Sample.Input(), steps);
        var entry = Assert.Single(outcome.History!.Entries);
        Assert.Equal((AttemptStatus.NotAdmitted, CircuitPassage.Refused), (entry.Status, entry.Circuit));
        Assert.NotNull(entry.CircuitOpenUntil);
    }

    /// <summary>What the circuit said last counts: after the report, else when it was asked, else what the view said.</summary>
    [Theory]
    [InlineData(false, CircuitAnswer.RefusedSoon, 600)]
    [InlineData(true, CircuitAnswer.Admitted, null)]
    public async Task An_attempt_says_until_when_the_circuit_refuses(bool isAsked, CircuitAnswer told, int? milliseconds)
    {
        var world = new FaultWorld("", Asked: CircuitAnswer.Probe, Told: told, Degrade: true);
        AttemptStatus[] script = isAsked ? [AttemptStatus.NotAdmitted, AttemptStatus.TimedOut] : [AttemptStatus.TimedOut];
        var steps = new ScriptedSteps(world, script);
        var outcome = await ScoringWorkflow.RunAsync(Sample.Input(Sample.Plan with { MaxAttempts = 1 }), steps);
        Assert.Equal(
            milliseconds is { } value ? Sample.Start.AddMilliseconds(value) : null,
            Assert.Single(outcome.History!.Entries).CircuitOpenUntil);
    }

    /// <summary>A probe whose lease was over when it came to its call.</summary>
    [Fact]
    public async Task A_call_that_the_view_refuses_after_all_says_until_when()
    {
        var steps = new ScriptedSteps(
            new FaultWorld("", Asked: CircuitAnswer.Probe, Degrade: true),
            [AttemptStatus.NotAdmitted, AttemptStatus.NotAdmitted]);
        var outcome = await ScoringWorkflow.RunAsync(Sample.Input(Sample.Plan with { MaxAttempts = 1 }), steps);
        Assert.Equal(
            Sample.Start.AddMilliseconds(200) + FaultWorld.Late, Assert.Single(outcome.History!.Entries).CircuitOpenUntil);
    }

    [Fact]
    public async Task Before_the_first_attempt_has_ended_there_is_no_history()
    {
        var steps = new ScriptedSteps(new FaultWorld(""), [AttemptStatus.Scored]);
        await ScoringWorkflow.RunAsync(Sample.Input(), steps);
        Assert.Null(steps.Shown[0].History);
    }

    private static AttemptEntry Entry(int attempt) => new("riskshield", attempt, AttemptStatus.ServerError, Sample.Start);
}
