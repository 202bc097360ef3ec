using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Circuit;

/// <summary>
/// The circuit breaker's whole state at one moment. An immutable value: hosts load and store it (entity state, SQLite row), and
/// only <see cref="CircuitRules"/> makes the next one. Durable, so members are only ever added, and added as optional.
/// </summary>
public sealed record CircuitSnapshot
{
    /// <summary>A circuit that has never been used: closed, generation 0.</summary>
    public static CircuitSnapshot Initial { get; } = new();

    /// <summary>Closed, open or half-open.</summary>
    public CircuitState State { get; init; }

    /// <summary>
    /// Increases with every change of state and every probe lease. A call carries the generation under which it was admitted, and
    /// its report counts only while that generation lasts.
    /// </summary>
    public long Generation { get; init; }

    /// <summary>
    /// Consecutive failed attempts, 0 or more. While open or half-open: those that opened it, plus the failed probes since.
    /// </summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>When the circuit last opened; null while closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>
    /// When the break ends; null while closed, and while an operator holds the circuit open without a time limit.
    /// </summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The attempt that holds the probe lease; only while half-open.</summary>
    public string? ProbeAttempt { get; init; }

    /// <summary>When the probe lease expires, so that a lost probe does not block the next one.</summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>When <see cref="State"/> last changed; null on a circuit that has never been used.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The ids of the latest reports, newest last, to recognise one that is delivered twice.</summary>
    public ImmutableArray<string> Reported { get; init; } = [];

    /// <summary>The operator's intervention in force, until the circuit changes its state by itself.</summary>
    public CircuitIntervention? ByHand { get; init; }

    /// <summary>The latest changes of <see cref="State"/>, newest last.</summary>
    public ImmutableArray<CircuitChange> Changes { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Whether the circuit is closed and has counted no failure, so that a success changes nothing.</summary>
    [JsonIgnore]
    public bool IsHealthy => State == CircuitState.Closed && ConsecutiveFailures == 0;

    /// <summary>
    /// Whether an operator holds the circuit open without a time limit: no probe goes out until an operator closes it.
    /// </summary>
    [JsonIgnore]
    public bool IsHeldOpen => State == CircuitState.Open && OpenUntil is null && ByHand is not null;
}

/// <summary>
/// One change of the circuit's state, for the operators' time line. Durable like <see cref="CircuitSnapshot"/>.
/// </summary>
/// <param name="State">The state that was entered.</param>
/// <param name="At">When.</param>
/// <param name="By">The operator who did it by hand; null where the circuit changed by itself.</param>
public sealed record CircuitChange(CircuitState State, DateTimeOffset At, string? By = null);

/// <summary>An operator's intervention. Part of <see cref="CircuitSnapshot"/> and durable like it.</summary>
/// <param name="State">The state chosen: <see cref="CircuitState.Open"/> or <see cref="CircuitState.Closed"/>.</param>
/// <param name="By">The operator's name.</param>
/// <param name="Reason">Why, in the operator's words; the endpoint refuses what looks like an applicant's data.</param>
/// <param name="At">When.</param>
/// <param name="Reference">The reference under which the audit log has it.</param>
public sealed record CircuitIntervention(CircuitState State, string By, string Reason, DateTimeOffset At, string Reference);
