namespace FinRisk.Scoring.Circuit;

/// <summary>
/// The circuit breaker's state machine: snapshot + event + now → snapshot + decision. Pure, so that an entity, a SQLite row and a
/// test apply the very same rules. The table of transitions is in <c>docs/circuit-breaker.md</c>.
/// </summary>
public static class CircuitRules
{
    /// <summary>How many reports are remembered to recognise one that comes twice.</summary>
    public const int RememberedReports = 32;

    /// <summary>How many changes of state are remembered, for the time line that operators see.</summary>
    public const int RememberedChanges = 40;

    /// <summary>How long an attempt that finds a probe out should wait: the probe's answer is near, but nobody knows when.</summary>
    public static readonly TimeSpan WhileProbing = TimeSpan.FromSeconds(1);

    /// <summary>When to ask again while an operator holds it open: nobody knows the end.</summary>
    public static readonly TimeSpan WhileHeld = TimeSpan.FromSeconds(60);

    /// <summary>How far the clocks of two machines may be apart, so that a break or a lease seems to begin ahead of now.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>Applies one event.</summary>
    public static CircuitTransition Apply(CircuitSnapshot circuit, CircuitEvent happened, DateTimeOffset now, CircuitSettings settings) =>
        happened switch
        {
            CircuitEvent.Ask ask => Ask(circuit, ask, now, settings),
            CircuitEvent.Report report => Report(circuit, report, now, settings),
            CircuitEvent.Force force => Force(circuit, force, now),
            _ => throw new ArgumentOutOfRangeException(nameof(happened)),
        };

    /// <summary>
    /// When asking makes sense for an attempt that would be refused now; null where it would be admitted. Also true of a copy of the
    /// circuit, for as long as the copy may be trusted: a break ends early only by hand, and a lease only with its probe.
    /// </summary>
    public static DateTimeOffset? RefusedUntil(CircuitSnapshot circuit, string attempt, DateTimeOffset now) => circuit.State switch
    {
        CircuitState.Open when circuit.IsHeldOpen => now + WhileHeld,
        CircuitState.Open when IsBreakActive(circuit, now) => circuit.OpenUntil,
        CircuitState.HalfOpen when LeaseIsOut(circuit, now) && !HoldsLease(circuit, attempt) => now + WhileProbing,
        _ => null,
    };

    private static CircuitTransition Ask(CircuitSnapshot circuit, CircuitEvent.Ask ask, DateTimeOffset now, CircuitSettings settings) =>
        circuit.State switch
        {
            CircuitState.Closed => Unchanged(circuit, now),
            _ when RefusedUntil(circuit, ask.Attempt, now) is not null => Unchanged(circuit, now),
            CircuitState.HalfOpen when LeaseIsOut(circuit, now) => Probe(circuit, entered: null),
            _ => Probe(
                circuit.Enter(CircuitState.HalfOpen, now) with { ProbeAttempt = ask.Attempt, ProbeUntil = now + settings.ProbeLease },
                entered: circuit.State == CircuitState.HalfOpen ? null : CircuitState.HalfOpen),
        };

    private static CircuitTransition Report(CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings)
    {
        if (report.Generation != circuit.Generation || circuit.Reported.Contains(report.Attempt))
            return Unchanged(circuit, now);

        return circuit.State switch
        {
            CircuitState.Closed => ReportWhileClosed(circuit, report, now, settings),
            CircuitState.HalfOpen when HoldsLease(circuit, report.Attempt) => ReportOfProbe(circuit, report, now, settings),
            _ => Unchanged(circuit, now),
        };
    }

    private static CircuitTransition ReportWhileClosed(
        CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings) => report.Verdict switch
        {
            CircuitVerdict.Failure when circuit.ConsecutiveFailures + 1 >= settings.FailureThreshold => Open(circuit, report, now, settings),
            CircuitVerdict.Failure => Changed(
                circuit.Remember(report.Attempt) with { ConsecutiveFailures = circuit.ConsecutiveFailures + 1 }, now),
            CircuitVerdict.Success when circuit.ConsecutiveFailures > 0 => Changed(
                circuit.Remember(report.Attempt) with { ConsecutiveFailures = 0 }, now),
            _ => Unchanged(circuit, now),
        };

    private static CircuitTransition ReportOfProbe(
        CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings) => report.Verdict switch
        {
            CircuitVerdict.Failure => Open(circuit, report, now, settings),
            CircuitVerdict.Success => Changed(
                circuit.Remember(report.Attempt).Enter(CircuitState.Closed, now) with { ConsecutiveFailures = 0, OpenedAt = null, OpenUntil = null },
                now,
                CircuitState.Closed),
            _ => Changed(circuit.Remember(report.Attempt) with { ProbeAttempt = null, ProbeUntil = null }, now),
        };

    private static CircuitTransition Open(CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings) =>
        Changed(
            circuit.Remember(report.Attempt).Enter(CircuitState.Open, now) with
            {
                ConsecutiveFailures = circuit.ConsecutiveFailures + 1,
                OpenedAt = now,
                OpenUntil = now + settings.BreakDuration,
            },
            now,
            CircuitState.Open);

    /// <summary>By hand. The new generation makes whatever calls under way still report old news.</summary>
    private static CircuitTransition Force(CircuitSnapshot circuit, CircuitEvent.Force force, DateTimeOffset now)
    {
        if (circuit.Reported.Contains(force.Reference) || (force.State == CircuitState.Closed && circuit.IsHealthy))
            return Unchanged(circuit, now);

        var opens = force.State == CircuitState.Open;
        var forced = circuit.Remember(force.Reference).Enter(force.State, now, force.By) with
        {
            ConsecutiveFailures = opens ? circuit.ConsecutiveFailures : 0,
            OpenedAt = opens ? (circuit.State == CircuitState.Open ? circuit.OpenedAt : now) : null,
            OpenUntil = opens && force.Minutes is { } minutes ? now.AddMinutes(minutes) : null,
            ByHand = new CircuitIntervention(force.State, force.By, force.Reason, now, force.Reference),
        };
        return Changed(forced, now, circuit.State == force.State ? null : force.State);
    }

    private static CircuitTransition Probe(CircuitSnapshot circuit, CircuitState? entered) =>
        new(circuit, new CircuitDecision(Admitted: true, circuit.Generation, IsProbe: true), entered);

    private static CircuitTransition Changed(CircuitSnapshot circuit, DateTimeOffset now, CircuitState? entered = null) =>
        new(circuit, Decide(circuit, now), entered);

    private static CircuitTransition Unchanged(CircuitSnapshot circuit, DateTimeOffset now) => new(circuit, Decide(circuit, now));

    /// <summary>What anybody who holds no lease is told.</summary>
    private static CircuitDecision Decide(CircuitSnapshot circuit, DateTimeOffset now) => circuit.State switch
    {
        CircuitState.Closed => new CircuitDecision(Admitted: true, circuit.Generation),
        CircuitState.Open when circuit.IsHeldOpen => new CircuitDecision(Admitted: false, circuit.Generation, RetryAt: now + WhileHeld),
        CircuitState.Open => new CircuitDecision(Admitted: false, circuit.Generation, RetryAt: circuit.OpenUntil),
        _ => new CircuitDecision(Admitted: false, circuit.Generation, RetryAt: LeaseIsOut(circuit, now) ? now + WhileProbing : now),
    };

    private static bool HoldsLease(CircuitSnapshot circuit, string attempt) => circuit.ProbeAttempt == attempt;

    /// <summary>
    /// A break that began ahead of now was begun before the clock was set back. It would last for as long as the step was, so it is
    /// over, at the price of one early probe. One that an operator timed lasts: only another order of an operator may shorten it.
    /// </summary>
    private static bool IsBreakActive(CircuitSnapshot circuit, DateTimeOffset now) =>
        now < circuit.OpenUntil && (circuit.ByHand is not null || !IsAhead(circuit.OpenedAt, now));

    /// <summary>As a break, a lease that was granted ahead of now is over: its probe may be lost, and the next would wait for hours.</summary>
    private static bool LeaseIsOut(CircuitSnapshot circuit, DateTimeOffset now) =>
        circuit.ProbeAttempt is not null && now < circuit.ProbeUntil && !IsAhead(circuit.ChangedAt, now);

    private static bool IsAhead(DateTimeOffset? moment, DateTimeOffset now) => moment - now > ClockSkew;
}
