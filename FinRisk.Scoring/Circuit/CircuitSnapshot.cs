using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Circuit;

/// <summary>
/// The complete state of one provider's circuit breaker. Hosts load and store it (entity state, SQLite row), and only
/// <see cref="CircuitRules"/> computes the next snapshot. Later versions read stored snapshots, so members are only ever added,
/// and only as optional members.
/// </summary>
public sealed record CircuitSnapshot
{
    /// <summary>A circuit that has never been used: closed, generation 0.</summary>
    public static CircuitSnapshot Initial { get; } = new();

    /// <summary>Closed, open or half-open.</summary>
    public CircuitState State { get; init; }

    /// <summary>
    /// A number that increases with every change of state, every probe lease and every operator's intervention. A call carries
    /// the generation under which it was admitted; its report is ignored if the generation has changed since.
    /// </summary>
    public long Generation { get; init; }

    /// <summary>
    /// The number of consecutive failed attempts, 0 or more. While the circuit is open or half-open: the failures that opened it
    /// plus the failed probes since.
    /// </summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>The time at which the circuit last opened; null while it is closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>
    /// The time at which the break ends. Null while the circuit is closed, and while an operator keeps it open without a time
    /// limit.
    /// </summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>
    /// The failure that first opened the circuit. It is kept while probes fail, until the circuit closes. Null while the circuit
    /// is closed, and if only an operator opened it.
    /// </summary>
    public CircuitOutage? Outage { get; init; }

    /// <summary>
    /// The id of the attempt that holds the probe lease. Null if there is none, and unless the circuit is half-open.
    /// </summary>
    public string? ProbeAttempt { get; init; }

    /// <summary>
    /// The time at which the probe lease expires, so that a lost probe does not block the next one; null without it.
    /// </summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>The time at which <see cref="State"/> last changed; null if it never has.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>
    /// The ids of the latest reports (attempt ids) and interventions (references), newest last, to ignore a second delivery.
    /// </summary>
    public ImmutableArray<string> Reported { get; init; } = [];

    /// <summary>
    /// The latest operator's intervention, until the circuit next changes its state by itself; null if there is none.
    /// </summary>
    [JsonPropertyName("byHand")]
    public CircuitIntervention? ManualOverride { get; init; }

    /// <summary>
    /// The latest changes of <see cref="State"/>, newest last; empty in a snapshot of a version that stored none.
    /// </summary>
    public ImmutableArray<CircuitChange> Changes { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>True if the circuit is closed and has counted no failure, so that a success changes nothing.</summary>
    [JsonIgnore]
    public bool IsHealthy => State == CircuitState.Closed && ConsecutiveFailures == 0;

    /// <summary>
    /// True if an operator keeps the circuit open without a time limit: no probe is admitted until an operator closes the
    /// circuit.
    /// </summary>
    [JsonIgnore]
    public bool IsHeldOpen => State == CircuitState.Open && OpenUntil is null && ManualOverride is not null;
}

/// <summary>
/// One change of the circuit's state, for the time line on the operations page. Stored as part of <see cref="CircuitSnapshot"/>.
/// </summary>
/// <param name="State">The state that was entered.</param>
/// <param name="At">The time of the change.</param>
/// <param name="By">The operator who made the change; null if the circuit changed by itself.</param>
public sealed record CircuitChange(CircuitState State, DateTimeOffset At, string? By = null);

/// <summary>The failure that opened the circuit. Part of <see cref="CircuitSnapshot"/> and durable like it.</summary>
/// <param name="At">The time at which the circuit opened.</param>
/// <param name="Cause">The last of the failures in a row, in a word such as <c>server-error</c>.</param>
/// <param name="Attempt">The id of that attempt.</param>
public sealed record CircuitOutage(DateTimeOffset At, string Cause, string Attempt);

/// <summary>
/// An operator's intervention: the circuit was opened or closed by hand. Stored as part of <see cref="CircuitSnapshot"/>.
/// </summary>
/// <param name="State">
/// The state that the operator chose: <see cref="CircuitState.Open"/> or <see cref="CircuitState.Closed"/>.
/// </param>
/// <param name="By">The operator's name.</param>
/// <param name="Reason">
/// The reason, in the operator's words; <c>POST /ops/circuit</c> rejects a reason that looks like an applicant's data.
/// </param>
/// <param name="At">The time of the intervention.</param>
/// <param name="Reference">The id of the intervention, which its audit record carries too.</param>
public sealed record CircuitIntervention(CircuitState State, string By, string Reason, DateTimeOffset At, string Reference);
