namespace FinRisk.Scoring.Circuit;

/// <summary>
/// The circuit breaker's state machine: snapshot + event + now → snapshot + decision. Pure, so that an entity, a SQLite row and a
/// test apply the same rules. The table of transitions is in <c>docs/circuit-breaker.md</c>.
/// </summary>
public static class CircuitRules
{
    /// <summary>How many report ids are kept to recognise one that is delivered twice.</summary>
    public const int RememberedReports = 32;

    /// <summary>How many changes of state are kept for the operators' time line.</summary>
    public const int RememberedChanges = 40;

    /// <summary>
    /// The wait suggested to an attempt while a probe is under way: its result is due soon, but not at a known time.
    /// </summary>
    public static readonly TimeSpan RetryWhileProbing = TimeSpan.FromSeconds(1);

    /// <summary>The wait suggested while an operator holds the circuit open without a time limit.</summary>
    public static readonly TimeSpan RetryWhileHeldOpen = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How far the clocks of two machines may be apart, so that a break or a lease seems to begin ahead of now.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>Applies one event.</summary>
    public static CircuitTransition Apply(
        CircuitSnapshot circuit, CircuitEvent circuitEvent, DateTimeOffset now, CircuitSettings settings) =>
        circuitEvent switch
        {
            CircuitEvent.Ask ask => Ask(circuit, ask, now, settings),
            CircuitEvent.Report report => Report(circuit, report, now, settings),
            CircuitEvent.Force force => Force(circuit, force, now),
            _ => throw new ArgumentOutOfRangeException(nameof(circuitEvent)),
        };

    /// <summary>
    /// The earliest time at which asking makes sense for an attempt that would be refused now; null where it would be admitted.
    /// It may be read from a copy of the circuit too: a break ends early only by hand, and a lease only with its probe.
    /// </summary>
    public static DateTimeOffset? RefusedUntil(CircuitSnapshot circuit, string attempt, DateTimeOffset now) =>
        circuit.State switch
        {
            CircuitState.Open when circuit.IsHeldOpen => now + RetryWhileHeldOpen,
            CircuitState.Open when IsBreakActive(circuit, now) => circuit.OpenUntil,
            CircuitState.HalfOpen when IsLeaseActive(circuit, now) && !HoldsLease(circuit, attempt) => now + RetryWhileProbing,
            _ => null,
        };

    private static CircuitTransition Ask(
        CircuitSnapshot circuit, CircuitEvent.Ask ask, DateTimeOffset now, CircuitSettings settings) =>
        circuit.State switch
        {
            CircuitState.Closed => Unchanged(circuit, now),
            _ when RefusedUntil(circuit, ask.Attempt, now) is not null => Unchanged(circuit, now),
            CircuitState.HalfOpen when IsLeaseActive(circuit, now) => Probe(circuit, entered: null),
            _ => Probe(
                circuit.Enter(CircuitState.HalfOpen, now) with
                {
                    ProbeAttempt = ask.Attempt,
                    ProbeUntil = now + settings.ProbeLease,
                },
                entered: circuit.State == CircuitState.HalfOpen ? null : CircuitState.HalfOpen),
        };

    private static CircuitTransition Report(
        CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings)
    {
        if (report.Generation != circuit.Generation || circuit.Reported.Contains(report.Attempt))
            return Unchanged(circuit, now);

        return circuit.State switch
        {
            CircuitState.Closed => ReportWhileClosed(circuit, report, now, settings),
            CircuitState.HalfOpen when HoldsLease(circuit, report.Attempt) => ReportFromProbe(circuit, report, now, settings),
            _ => Unchanged(circuit, now),
        };
    }

    private static CircuitTransition ReportWhileClosed(
        CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings) => report.Verdict switch
        {
            CircuitVerdict.Failure when circuit.ConsecutiveFailures + 1 >= settings.FailureThreshold =>
                Open(circuit, report, now, settings),
            CircuitVerdict.Failure => Changed(
                circuit.Remember(report.Attempt) with { ConsecutiveFailures = circuit.ConsecutiveFailures + 1 }, now),
            CircuitVerdict.Success when circuit.ConsecutiveFailures > 0 => Changed(
                circuit.Remember(report.Attempt) with { ConsecutiveFailures = 0 }, now),
            _ => Unchanged(circuit, now),
        };

    private static CircuitTransition ReportFromProbe(
        CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings) => report.Verdict switch
        {
            CircuitVerdict.Failure => Open(circuit, report, now, settings),
            CircuitVerdict.Success => Changed(
                circuit.Remember(report.Attempt).Enter(CircuitState.Closed, now) with
                {
                    ConsecutiveFailures = 0,
                    OpenedAt = null,
                    OpenUntil = null,
                },
                now,
                CircuitState.Closed),
            _ => Changed(circuit.Remember(report.Attempt) with { ProbeAttempt = null, ProbeUntil = null }, now),
        };

    private static CircuitTransition Open(
        CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings) =>
        Changed(
            circuit.Remember(report.Attempt).Enter(CircuitState.Open, now) with
            {
                ConsecutiveFailures = circuit.ConsecutiveFailures + 1,
                OpenedAt = now,
                OpenUntil = now + settings.BreakDuration,
            },
            now,
            CircuitState.Open);

    /// <summary>
    /// An operator's intervention. The new generation makes the reports of calls still under way count for nothing.
    /// </summary>
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

    /// <summary>The decision for an attempt that holds no lease.</summary>
    private static CircuitDecision Decide(CircuitSnapshot circuit, DateTimeOffset now) => circuit.State switch
    {
        CircuitState.Closed => new CircuitDecision(Admitted: true, circuit.Generation),
        CircuitState.Open when circuit.IsHeldOpen =>
            new CircuitDecision(Admitted: false, circuit.Generation, RetryAt: now + RetryWhileHeldOpen),
        CircuitState.Open => new CircuitDecision(Admitted: false, circuit.Generation, RetryAt: circuit.OpenUntil),
        _ =>
            new CircuitDecision(
                Admitted: false, circuit.Generation, RetryAt: IsLeaseActive(circuit, now) ? now + RetryWhileProbing : now),
    };

    private static bool HoldsLease(CircuitSnapshot circuit, string attempt) => circuit.ProbeAttempt == attempt;

    /// <summary>
    /// Whether the break lasts. A break that seems to begin in the future was begun before the clock was set back; it would last
    /// as long as that step, so it is over, at the price of one early probe. A break that an operator timed lasts all the same.
    /// </summary>
    private static bool IsBreakActive(CircuitSnapshot circuit, DateTimeOffset now) =>
        now < circuit.OpenUntil && (circuit.ByHand is not null || !IsAhead(circuit.OpenedAt, now));

    /// <summary>
    /// Whether a probe's lease lasts; one that was granted before the clock was set back does not, as its probe may be lost.
    /// </summary>
    private static bool IsLeaseActive(CircuitSnapshot circuit, DateTimeOffset now) =>
        circuit.ProbeAttempt is not null && now < circuit.ProbeUntil && !IsAhead(circuit.ChangedAt, now);

    private static bool IsAhead(DateTimeOffset? moment, DateTimeOffset now) => moment - now > ClockSkew;
}
