namespace RiskShield.Simulator.Faults;

/// <summary>
/// Steps for the calls that match, taken in order. Not safe for several threads: <see cref="FaultPlan"/> locks.
/// </summary>
internal sealed class FaultRule
{
    private int position;
    private Random? dice;

    public required IReadOnlyList<FaultStep> Sequence { get; init; }

    /// <summary>How often the whole sequence is gone through; null for ever.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>The share of matching calls that take a step, from 0 to 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Makes the choice of those calls repeatable.</summary>
    public int Seed { get; init; }

    public string? CorrelationIdPrefix { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? LastName { get; init; }

    /// <summary>Steps left, or null if they never run out.</summary>
    public int? Remaining => Times * Sequence.Count - position;

    public bool Matches(string? correlationId, string? idempotencyKey, string lastName) =>
        (CorrelationIdPrefix is null || correlationId?.StartsWith(CorrelationIdPrefix, StringComparison.Ordinal) is true)
        && (IdempotencyKey is null || idempotencyKey == IdempotencyKey)
        && (LastName is null || lastName == LastName);

    /// <summary>The step for a matching call, or null if the sequence has run out or the dice spare this call.</summary>
    public FaultStep? Take()
    {
        if (Remaining <= 0 || (Rate < 1 && (dice ??= new Random(Seed)).NextDouble() >= Rate))
            return null;

        var step = Sequence[position % Sequence.Count];
        position = Times is null ? (position + 1) % Sequence.Count : position + 1;
        return step;
    }
}
