using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Circuit;

/// <summary>
/// All that is known of the circuit at one moment. A value: hosts load and store it (entity state, SQLite row) and only
/// <see cref="CircuitRules"/> makes the next one. Durable, so members are only ever added, and added as optional.
/// </summary>
public sealed record CircuitSnapshot
{
    /// <summary>A circuit nobody has used: closed, generation 0.</summary>
    public static CircuitSnapshot Initial { get; } = new();

    /// <summary>Closed, open or half-open.</summary>
    public CircuitState State { get; init; }

    /// <summary>
    /// Grows with every change of state and with every probe lease. A call carries the generation it was admitted under; what it
    /// reports counts only while that generation lasts.
    /// </summary>
    public long Generation { get; init; }

    /// <summary>Failed attempts in a row, 0 or more. While open or half-open: how many had opened it, and failed probes since.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>When it last opened; null while closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the break ends; null while closed, and while an operator holds it open until further notice.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The attempt that holds the probe lease; only while half-open.</summary>
    public string? ProbeAttempt { get; init; }

    /// <summary>When that lease lapses, so that a lost probe heals itself.</summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>When <see cref="State"/> last changed; null on a circuit nobody has used.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The attempts that reported last, newest at the end; a report that comes twice counts once.</summary>
    public ImmutableArray<string> Reported { get; init; } = [];

    /// <summary>What an operator did by hand, until the circuit changes its state by itself.</summary>
    public CircuitIntervention? ByHand { get; init; }

    /// <summary>The last changes of <see cref="State"/>, newest at the end.</summary>
    public ImmutableArray<CircuitChange> Changes { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Closed and without a failure: a success would be no news.</summary>
    [JsonIgnore]
    public bool IsHealthy => State == CircuitState.Closed && ConsecutiveFailures == 0;

    /// <summary>An operator holds it open: no time lets a probe out, only another word of an operator.</summary>
    [JsonIgnore]
    public bool IsHeldOpen => State == CircuitState.Open && OpenUntil is null && ByHand is not null;
}
