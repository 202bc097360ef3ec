namespace FinRisk.Scoring.Circuit;

/// <summary>
/// The circuit breaker's state machine, a pure function: snapshot + event + current time → new snapshot + decision. The hosts
/// only load and store the snapshot (a durable entity, a SQLite row). The transition table is in <c>docs/circuit-breaker.md</c>.
/// </summary>
public static class CircuitRules
{
    /// <summary>The number of ids of processed reports and interventions that are kept, to ignore a second delivery.</summary>
    public const int RememberedReports = 32;

    /// <summary>The number of state changes that are kept for the time line on the operations page.</summary>
    public const int RememberedChanges = 40;

    /// <summary>
    /// The delay after which a refused attempt should ask again while another attempt's probe is under way. The probe's result is
    /// expected soon, but at no known time.
    /// </summary>
    public static readonly TimeSpan RetryWhileProbing = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The delay after which a refused attempt should ask again while an operator keeps the circuit open without a time limit.
    /// </summary>
    public static readonly TimeSpan RetryWhileHeldOpen = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The tolerated difference between the clocks of two machines. A break or lease that starts further in the future than this
    /// was recorded before a clock was set back.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>Computes the new snapshot, and whether calls are admitted, after one event.</summary>
    public static CircuitTransition Apply(
        CircuitSnapshot circuit, CircuitEvent circuitEvent, DateTimeOffset now, CircuitSettings settings) =>
        circuitEvent switch
        {
            CircuitEvent.Ask ask => ApplyAsk(circuit, ask, now, settings),
            CircuitEvent.Report report => ApplyReport(circuit, report, now, settings),
            CircuitEvent.Force force => ApplyForce(circuit, force, now),
            _ => throw new ArgumentOutOfRangeException(nameof(circuitEvent)),
        };

    /// <summary>
    /// The earliest time at which an attempt that would be refused now should ask; null if the attempt may ask now. A snapshot
    /// that is slightly out of date will do: a break ends early only by an operator, and a lease only when its probe reports.
    /// </summary>
    public static DateTimeOffset? RefusedUntil(CircuitSnapshot circuit, string attempt, DateTimeOffset now) =>
        circuit.State switch
        {
            CircuitState.Open when circuit.IsHeldOpen => now + RetryWhileHeldOpen,
            CircuitState.Open when IsBreakActive(circuit, now) => circuit.OpenUntil,
            CircuitState.HalfOpen when IsLeaseActive(circuit, now) && !HoldsLease(circuit, attempt) => now + RetryWhileProbing,
            _ => null,
        };

    private static CircuitTransition ApplyAsk(
        CircuitSnapshot circuit, CircuitEvent.Ask ask, DateTimeOffset now, CircuitSettings settings) =>
        circuit.State switch
        {
            CircuitState.Closed => Unchanged(circuit, now),
            _ when RefusedUntil(circuit, ask.Attempt, now) is not null => Unchanged(circuit, now),

            // The attempt that holds the lease asks again.
            CircuitState.HalfOpen when IsLeaseActive(circuit, now) => AdmitProbe(circuit, entered: null),

            // The break is over, or no probe holds a valid lease.
            _ => AdmitProbe(
                circuit.Enter(CircuitState.HalfOpen, now) with
                {
                    ProbeAttempt = ask.Attempt,
                    ProbeUntil = now + settings.ProbeLease,
                },
                entered: circuit.State == CircuitState.HalfOpen ? null : CircuitState.HalfOpen),
        };

    private static CircuitTransition ApplyReport(
        CircuitSnapshot circuit, CircuitEvent.Report report, DateTimeOffset now, CircuitSettings settings)
    {
        if (report.Generation != circuit.Generation || circuit.Reported.Contains(report.Attempt))
            return Unchanged(circuit, now);

        return circuit.State switch
        {
            CircuitState.Closed => ApplyReportWhileClosed(circuit, report, now, settings),
            CircuitState.HalfOpen when HoldsLease(circuit, report.Attempt) =>
                ApplyReportOfProbe(circuit, report, now, settings),
            _ => Unchanged(circuit, now),
        };
    }

    private static CircuitTransition ApplyReportWhileClosed(
        CircuitSnapshot circuit,
        CircuitEvent.Report report,
        DateTimeOffset now,
        CircuitSettings settings) => report.Verdict switch
        {
            CircuitVerdict.Failure when circuit.ConsecutiveFailures + 1 >= settings.FailureThreshold =>
                Open(circuit, report, now, settings),
            CircuitVerdict.Failure => Changed(
                circuit.Remember(report.Attempt) with { ConsecutiveFailures = circuit.ConsecutiveFailures + 1 }, now),
            CircuitVerdict.Success when circuit.ConsecutiveFailures > 0 => Changed(
                circuit.Remember(report.Attempt) with { ConsecutiveFailures = 0 }, now),
            _ => Unchanged(circuit, now),
        };

    private static CircuitTransition ApplyReportOfProbe(
        CircuitSnapshot circuit,
        CircuitEvent.Report report,
        DateTimeOffset now,
        CircuitSettings settings) => report.Verdict switch
        {
            CircuitVerdict.Failure => Open(circuit, report, now, settings),
            CircuitVerdict.Success => Changed(
                circuit.Remember(report.Attempt).Enter(CircuitState.Closed, now) with
                {
                    ConsecutiveFailures = 0,
                    OpenedAt = null,
                    OpenUntil = null,
                    Outage = null,
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
                Outage = circuit.Outage
                    ?? (report.Cause is null ? null : new CircuitOutage(now, report.Cause, report.Attempt)),
            },
            now,
            CircuitState.Open);

    /// <summary>
    /// Applies an operator's intervention. It starts a new generation, so the reports of calls still under way are ignored.
    /// </summary>
    private static CircuitTransition ApplyForce(CircuitSnapshot circuit, CircuitEvent.Force force, DateTimeOffset now)
    {
        if (circuit.Reported.Contains(force.Reference) || (force.State == CircuitState.Closed && circuit.IsHealthy))
            return Unchanged(circuit, now);

        var opens = force.State == CircuitState.Open;
        var forced = circuit.Remember(force.Reference).Enter(force.State, now, force.By) with
        {
            ConsecutiveFailures = opens ? circuit.ConsecutiveFailures : 0,
            OpenedAt = opens ? (circuit.State == CircuitState.Open ? circuit.OpenedAt : now) : null,
            OpenUntil = opens && force.Minutes is { } minutes ? now.AddMinutes(minutes) : null,
            Outage = opens ? circuit.Outage : null,
            ManualOverride = new CircuitIntervention(force.State, force.By, force.Reason, now, force.Reference),
        };
        return Changed(forced, now, circuit.State == force.State ? null : force.State) with { IsForced = true };
    }

    private static CircuitTransition AdmitProbe(CircuitSnapshot circuit, CircuitState? entered) =>
        new(circuit, new CircuitDecision(Admitted: true, circuit.Generation, IsProbe: true), entered);

    private static CircuitTransition Changed(CircuitSnapshot circuit, DateTimeOffset now, CircuitState? entered = null) =>
        new(circuit, Decide(circuit, now), entered);

    private static CircuitTransition Unchanged(CircuitSnapshot circuit, DateTimeOffset now) => new(circuit, Decide(circuit, now));

    /// <summary>The decision for an attempt that does not hold the probe lease.</summary>
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
    /// True if the break is not over yet. A break that starts in the future was recorded before the clock was set back. It would
    /// last longer by that difference, so it counts as over, which costs at most one early probe. An operator's break is kept.
    /// </summary>
    private static bool IsBreakActive(CircuitSnapshot circuit, DateTimeOffset now) =>
        now < circuit.OpenUntil && (circuit.ManualOverride is not null || !IsInFuture(circuit.OpenedAt, now));

    /// <summary>
    /// True if a probe holds a valid lease. A lease that was granted before the clock was set back is not valid: its probe may be
    /// lost, and the lease would last too long.
    /// </summary>
    private static bool IsLeaseActive(CircuitSnapshot circuit, DateTimeOffset now) =>
        circuit.ProbeAttempt is not null && now < circuit.ProbeUntil && !IsInFuture(circuit.ChangedAt, now);

    /// <summary>True if a time is further in the future than <see cref="ClockSkew"/>; false if there is no time.</summary>
    private static bool IsInFuture(DateTimeOffset? time, DateTimeOffset now) => time - now > ClockSkew;
}
