namespace RiskShield.Simulator.Faults;

/// <summary>
/// A sequence of steps for the calls that match, taken in order. Not thread-safe: <see cref="FaultPlan"/> uses it under a lock.
/// </summary>
internal sealed class FaultRule
{
    private int _position;
    private Random? _random;

    /// <summary>The steps; matching calls take one each.</summary>
    public required IReadOnlyList<FaultStep> Sequence { get; init; }

    /// <summary>The number of times that the whole sequence is applied; null for no end.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>The probability, from 0 to 1, that a matching call takes a step.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>The seed of the random choice of those calls, which makes it repeatable.</summary>
    public int Seed { get; init; }

    /// <summary>The prefix that a call's correlation id must have to match; null for any.</summary>
    public string? CorrelationIdPrefix { get; init; }

    /// <summary>The idempotency key that a call must have to match; null for any.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The last name that a call's applicant must have to match; null for any.</summary>
    public string? LastName { get; init; }

    /// <summary>The number of steps left; null for no end.</summary>
    public int? Remaining => Times * Sequence.Count - _position;

    public bool Matches(string? correlationId, string? idempotencyKey, string lastName) =>
        (CorrelationIdPrefix is null || correlationId?.StartsWith(CorrelationIdPrefix, StringComparison.Ordinal) is true)
        && (IdempotencyKey is null || idempotencyKey == IdempotencyKey)
        && (LastName is null || lastName == LastName);

    /// <summary>
    /// Takes the step for a matching call; null if no steps are left or the call is not among the random choice.
    /// </summary>
    public FaultStep? Take()
    {
        if (Remaining <= 0 || (Rate < 1 && (_random ??= new Random(Seed)).NextDouble() >= Rate))
            return null;

        var step = Sequence[_position % Sequence.Count];
        _position = Times is null ? (_position + 1) % Sequence.Count : _position + 1;
        return step;
    }
}
