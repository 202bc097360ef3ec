using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>
/// The workflow through every sequence of attempt ends, up to five calls long, with one to five attempts, in every
/// <see cref="FaultWorld"/>; each run is judged by <see cref="WorkflowOracle"/> and then replayed from its record.
/// </summary>
public sealed class ScoringWorkflowTests
{
    private const int LongestSequence = 5;

    public static TheoryData<FaultWorld> Worlds => [.. FaultWorld.All];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Every_sequence_of_faults_ends_as_the_contract_says(FaultWorld world)
    {
        var ends = 0;
        for (var attempts = 1; attempts <= LongestSequence; attempts++)
        {
            var input = Sample.Input(Sample.Plan with { MaxAttempts = attempts, Degrade = world.Degrade });
            ends += await TryAsync(world, input, []);
        }

        // A sixth attempt is needed for the longest back-off, and all of its histories would be a quarter of a million.
        var longest = Sample.Input(Sample.Plan with { MaxAttempts = LongestSequence + 1, Degrade = world.Degrade });
        ends += await TryAsync(
            world, longest, [.. Enumerable.Repeat(AttemptStatus.ServerError, LongestSequence)], LongestSequence + 1);
        Assert.True(ends > 100, "Too few sequences to prove anything.");
    }

    [Fact]
    public async Task A_cached_score_ends_the_validation_without_a_step()
    {
        var known = new StoredScore(Sample.Score, Sample.Start.AddMinutes(-5), Sample.OtherId);
        var steps = new ScriptedSteps(FaultWorld.All[0], []);
        var outcome = await ScoringWorkflow.RunAsync(Sample.Input(known: known), steps);
        Assert.Equal(new ValidationOutcome(0, Sample.Start, known), outcome);
        Assert.Empty(steps.Record);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_score_answers_in_degraded_mode_until_it_is_just_too_old(int tooOldByMs, bool answers)
    {
        var world = FaultWorld.All[0] with { LastScoreAge = TimeSpan.FromDays(30).Add(TimeSpan.FromMilliseconds(tooOldByMs)) };
        var steps = new ScriptedSteps(world, [AttemptStatus.ServerError]);
        var outcome = await ScoringWorkflow.RunAsync(Sample.Input(Sample.Plan with { MaxAttempts = 1 }), steps);
        Assert.Equal(answers, outcome.DegradedBy == FailureCode.VendorError);
        Assert.Equal(!answers, outcome.Failure == FailureCode.VendorError);
    }

    [Fact]
    public async Task Operators_see_where_a_validation_stands()
    {
        var world = new FaultWorld("", Asked: CircuitAnswer.Probe, Degrade: true);
        var steps = new ScriptedSteps(world, [AttemptStatus.NotAdmitted, AttemptStatus.TimedOut, AttemptStatus.TimedOut]);
        await ScoringWorkflow.RunAsync(Sample.Input(Sample.Plan with { MaxAttempts = 2 }), steps);
        Assert.Equal(
            [("calling", 1, null), (
                "asking-circuit",
                1,
                "not-closed"), ("calling", 1, "half-open"), ("waiting", 1, null), ("calling", 2, null), ("degrading", 2, null)],
            steps.Shown.Select(shown => (shown.Stage, shown.Attempt, shown.Circuit)));
        Assert.Equal(steps.Record.Single(step => step.Kind == "wait").Request, steps.Shown[3].NextAttemptAt);
    }

    [Fact]
    public async Task Operators_see_that_the_circuit_had_closed_when_it_was_asked()
    {
        var steps = new ScriptedSteps(
            new FaultWorld("", Asked: CircuitAnswer.Admitted), [AttemptStatus.NotAdmitted, AttemptStatus.Scored]);
        await ScoringWorkflow.RunAsync(Sample.Input(), steps);
        Assert.Equal(
            [("calling", null), ("asking-circuit", "not-closed"), ("calling", "closed")],
            steps.Shown.Select(shown => (shown.Stage, shown.Circuit)));
    }

    /// <summary>Its request has read the view already. After that it is like any other.</summary>
    [Fact]
    public async Task A_validation_that_may_be_the_probe_asks_the_circuit_first_and_once()
    {
        var steps = new ScriptedSteps(
            new FaultWorld("", Asked: CircuitAnswer.Probe), [AttemptStatus.TimedOut, AttemptStatus.Scored]);
        await ScoringWorkflow.RunAsync(Sample.Input() with { MayProbe = true }, steps);
        Assert.Equal(["ask", "call", "tell", "wait", "call"], steps.Record.Select(step => step.Kind));
        Assert.Equal(
            [("asking-circuit", 1), ("calling", 1), ("waiting", 1), ("calling", 2)],
            steps.Shown.Select(shown => (shown.Stage, shown.Attempt)));
    }

    [Fact]
    public async Task The_backup_is_called_by_its_view_also_where_the_validation_may_be_RiskShields_probe()
    {
        var steps = new ScriptedSteps(
            new FaultWorld("", Asked: CircuitAnswer.Refused), [AttemptStatus.Scored]);
        var plan = Sample.Plan with { Backup = "scoretwo" };
        var outcome = await ScoringWorkflow.RunAsync(Sample.Input(plan) with { MayProbe = true }, steps);
        Assert.Equal("scoretwo", outcome.Score!.Provider);
        Assert.Equal(["ask", "call"], steps.Record.Select(step => step.Kind));
    }

    [Fact]
    public async Task What_a_step_throws_comes_through()
    {
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ScoringWorkflow.RunAsync(Sample.Input(), new BrokenSteps()));
        Assert.Equal("broken", stopped.Message);
    }

    /// <summary>
    /// Tries one sequence, and where the workflow wants more, every longer one; returns how many came to an end.
    /// </summary>
    private static async Task<int> TryAsync(
        FaultWorld world, ValidationInput input, AttemptStatus[] sequence, int longest = LongestSequence)
    {
        var steps = new ScriptedSteps(world, sequence);
        var run = ScoringWorkflow.RunAsync(input, steps);
        if (!steps.WantsMore)
        {
            Check(world, input, steps, await run);
            return 1;
        }

        var ends = 0;
        if (sequence.Length < longest)
        {
            foreach (var status in Enum.GetValues<AttemptStatus>())
                ends += await TryAsync(world, input, [.. sequence, status], longest);
        }

        return ends;
    }

    private static void Check(FaultWorld world, ValidationInput input, ScriptedSteps steps, ValidationOutcome outcome)
    {
        var expected = new WorkflowOracle(world, input, steps.Record).Judge();
        if (outcome with { History = null } != expected)
            Assert.Fail($"The workflow ended with {outcome} instead of {expected}.");
        Assert.True(outcome.Attempts <= input.Plan.MaxAttempts, "More calls than attempts.");

        var replay = new ReplayedSteps(steps.Record);
        var again = ScoringWorkflow.RunAsync(input, replay);
        Assert.True(
            again.IsCompletedSuccessfully,
            again.Exception?.InnerException?.Message ?? "The replay awaits something that is no step.");
        if (again.Result != outcome || replay.Replayed != steps.Record.Count || !replay.Shown.SequenceEqual(steps.Shown))
            Assert.Fail($"The replay ended with {again.Result} instead of {outcome}, or shows other progress.");
    }
}
