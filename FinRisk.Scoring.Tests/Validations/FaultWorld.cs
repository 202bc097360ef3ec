using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Everything around a sequence of attempt ends that can change what the workflow does.</summary>
/// <param name="Name">In words.</param>
/// <param name="Asked">What the circuit answers when it is asked.</param>
/// <param name="Told">What the circuit answers when it is told; its time is relative to the telling.</param>
/// <param name="RetryAfter">What the vendor asks for whenever it gives no score.</param>
/// <param name="Troubled">Whether the circuit had failures when the calls were made.</param>
/// <param name="Degrade">Whether an older score may answer.</param>
/// <param name="ViewRefuses">Whether the local view of the circuit refuses by itself what it does not admit.</param>
/// <param name="LastScoreAge">How old the last known score is; null: there is none.</param>
public sealed record FaultWorld(
    string Name,
    CircuitAnswer Asked = CircuitAnswer.Refused,
    CircuitAnswer Told = CircuitAnswer.Admitted,
    TimeSpan? RetryAfter = null,
    bool Troubled = false,
    bool Degrade = false,
    bool ViewRefuses = false,
    TimeSpan? LastScoreAge = null)
{
    /// <summary>The wait of a refusal that is over before any back-off is.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait of a refusal that outlasts every wait.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(60);

    /// <summary>The worlds in which every sequence is tried.</summary>
    public static IReadOnlyList<FaultWorld> All { get; } =
    [
        new("nothing special"),
        new("the circuit grants the probe", Asked: CircuitAnswer.Probe),
        new("the circuit has closed meanwhile", Asked: CircuitAnswer.Admitted, Troubled: true),
        new("the first failure opens the circuit", Told: CircuitAnswer.Refused, Asked: CircuitAnswer.Probe),
        new("the circuit opens for less than the wait", Told: CircuitAnswer.RefusedSoon, Troubled: true),
        new("the vendor asks for 7 s", RetryAfter: TimeSpan.FromSeconds(7)),
        new(
            "the vendor asks for a day, and there is a young score",
            RetryAfter: TimeSpan.FromDays(1),
            Degrade: true,
            LastScoreAge: TimeSpan.FromDays(29)),
        new("degrading finds no score", Degrade: true),
        new("degrading finds too old a score", Degrade: true, LastScoreAge: TimeSpan.FromDays(31)),
        new("the local view refuses", ViewRefuses: true, Asked: CircuitAnswer.Probe),
        new(
            "the local view refuses, and there is a young score",
            ViewRefuses: true,
            Degrade: true,
            LastScoreAge: TimeSpan.FromDays(1)),
        new("degrading under an open circuit", Told: CircuitAnswer.Refused, Degrade: true, LastScoreAge: TimeSpan.FromDays(1)),
    ];

    /// <summary>What the circuit decides at a moment.</summary>
    public static CircuitDecision Decide(CircuitAnswer answer, DateTimeOffset now) => answer switch
    {
        CircuitAnswer.Admitted => new CircuitDecision(true, 9),
        CircuitAnswer.Probe => new CircuitDecision(true, 9, IsProbe: true),
        CircuitAnswer.RefusedSoon => new CircuitDecision(false, 9, RetryAt: now + Soon),
        _ => new CircuitDecision(false, 9, RetryAt: now + Late),
    };

    /// <summary>The last known score at a moment.</summary>
    public StoredScore? LastScore(DateTimeOffset now) =>
        LastScoreAge is { } age ? new StoredScore(Sample.Score, now - age, Sample.OtherId) : null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
