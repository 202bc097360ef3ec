using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Tests.Circuit;

/// <summary>
/// A vendor's circuit with several replicas that go by stale copies of it, through a random history. Checks at every event what
/// must always hold.
/// </summary>
internal sealed class CircuitHistory(int replicas)
{
    private readonly CircuitSnapshot[] _views = [.. Enumerable.Repeat(CircuitSnapshot.Initial, replicas)];
    private readonly List<(string Attempt, long Generation)> _out = [];
    private readonly List<CircuitEvent.Report> _told = [];
    private readonly Dictionary<string, DateTimeOffset> _leases = [];
    private readonly DateTimeOffset[] _looked = new DateTimeOffset[replicas];
    private int _attempts;
    private DateTimeOffset _forcedAt;

    public CircuitSnapshot Circuit { get; private set; } = CircuitSnapshot.Initial;

    public DateTimeOffset Now { get; private set; } = CircuitTable.At(0);

    public void Do(CircuitOp op)
    {
        switch (op.Kind)
        {
            case CircuitOpKind.Pass:
                Now = Now.AddMilliseconds(op.Milliseconds);
                break;
            case CircuitOpKind.Look:
                Look(op.Replica);
                break;
            case CircuitOpKind.Begin:
                Begin(op.Replica, $"x{_attempts++}");
                break;
            case CircuitOpKind.AskAgain when _out.Count > 0:
                Ask(_out[op.Pick % _out.Count].Attempt);
                break;
            case CircuitOpKind.Tell when _out.Count > 0:
                var (attempt, generation) = Take(op.Pick);
                Tell(new CircuitEvent.Report(attempt, generation, op.Verdict));
                break;
            case CircuitOpKind.TellAgain when _told.Count > 0:
                TellAgain(_told[op.Pick % _told.Count]);
                break;
            case CircuitOpKind.Force:
                var force = CircuitManualOverrideTable.Force(
                    op.Pick % 2 == 0 ? CircuitState.Open : CircuitState.Closed, op.Replica == 0 ? null : op.Replica);
                ForceTwice(force with { Reference = $"hand{_attempts++}" });
                break;
            case CircuitOpKind.Lose when _out.Count > 0:
                Take(op.Pick);
                break;
            default:
                break;
        }
    }

    /// <summary>Applies an event to the circuit itself, which sees events one by one.</summary>
    public CircuitTransition Apply(CircuitEvent happened)
    {
        var before = Circuit;
        var transition = CircuitRules.Apply(before, happened, Now, CircuitTable.Settings);

        Assert.True(
            ReferenceEquals(before, transition.Snapshot) == IsSame(before, transition.Snapshot),
            "The same value in another object.");
        Assert.True(transition.Snapshot.Generation >= before.Generation, "The generation went back.");
        Assert.True(
            transition.Entered == (transition.Snapshot.State == before.State ? null : transition.Snapshot.State),
            "Entered is wrong.");
        if (before.State == CircuitState.Open && (before.IsHeldOpen || Now < before.OpenUntil)
            && happened is not CircuitEvent.Force)
            Assert.False(transition.Decision.Admitted, "Admitted during the break.");
        if (before.IsHeldOpen && happened is not CircuitEvent.Force)
            Assert.Same(before, transition.Snapshot);
        Circuit = transition.Snapshot;
        return transition;
    }

    /// <summary>Whether two snapshots have the same value; a record compares the array of reports by reference.</summary>
    public static bool IsSame(CircuitSnapshot one, CircuitSnapshot other) =>
        one with { Reported = default, Changes = default } == other with { Reported = default, Changes = default }
        && one.Reported.AsSpan().SequenceEqual(other.Reported.AsSpan())
        && one.Changes.AsSpan().SequenceEqual(other.Changes.AsSpan());

    private void Look(int replica) => (_views[replica], _looked[replica]) = (Circuit, Now);

    /// <summary>As a vendor attempt does it: by a view that is a second old at most.</summary>
    private void Begin(int replica, string attempt)
    {
        if (Now - _looked[replica] > TimeSpan.FromSeconds(1))
            Look(replica);
        var view = _views[replica];
        if (view.State == CircuitState.Closed)
            _out.Add((attempt, view.Generation));
        else if (CircuitRules.RefusedUntil(view, attempt, Now) is { } until)
            CheckRefusal(view, attempt, until, knowsLastWord: _looked[replica] > _forcedAt);
        else if (Ask(attempt) is { Admitted: true } admitted)
            _out.Add((attempt, admitted.Generation));
    }

    /// <summary>
    /// What an open view refuses the circuit refuses, too; only a probe that just ended, and an operator's word, can be news to a
    /// view.
    /// </summary>
    private void CheckRefusal(CircuitSnapshot view, string attempt, DateTimeOffset until, bool knowsLastWord)
    {
        Assert.True(until > Now, "Refused until a moment that has passed.");
        if ((view.State == CircuitState.Open && knowsLastWord) || ReferenceEquals(view, Circuit))
            Assert.False(Apply(new CircuitEvent.Ask(attempt)).Decision.Admitted, "The view refuses what the circuit admits.");
    }

    private CircuitDecision Ask(string attempt)
    {
        var decision = Apply(new CircuitEvent.Ask(attempt)).Decision;
        if (decision.IsProbe)
        {
            Assert.DoesNotContain(_leases, lease => lease.Key != attempt && Now < lease.Value);
            _leases[attempt] = Circuit.ProbeUntil!.Value;
        }

        return decision;
    }

    private void Tell(CircuitEvent.Report report)
    {
        var (before, older) = (Circuit, report.Generation != Circuit.Generation);
        Apply(report);
        _told.Add(report);
        if (older)
            Assert.Same(before, Circuit);
        if (Circuit.ProbeAttempt != report.Attempt)
            _leases.Remove(report.Attempt);

        TellAgain(report);
    }

    private void TellAgain(CircuitEvent.Report report)
    {
        // Only reports that changed something are remembered; of the others just the repetition at once is sure to be one.
        var known = Circuit.Reported.Contains(report.Attempt) || ReferenceEquals(report, _told[^1]);
        if (!known)
            return;
        var before = Circuit;
        Assert.Same(before, Apply(report).Snapshot);
    }

    /// <summary>An operator's word counts at once, whatever was, and once. Every lease is gone with it.</summary>
    private void ForceTwice(CircuitEvent.Force force)
    {
        var decision = Apply(force).Decision;
        Assert.Equal(force.State, Circuit.State);
        Assert.Equal(force.State == CircuitState.Closed, decision.Admitted);
        _leases.Clear();
        _forcedAt = Now;
        var forced = Circuit;
        Assert.Same(forced, Apply(force).Snapshot);
    }

    private (string Attempt, long Generation) Take(int pick)
    {
        var at = pick % _out.Count;
        var taken = _out[at];
        _out.RemoveAt(at);
        return taken;
    }
}
