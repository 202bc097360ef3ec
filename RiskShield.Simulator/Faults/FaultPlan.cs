using System.Collections.Immutable;

namespace RiskShield.Simulator.Faults;

/// <summary>The active rules, in order. The first rule that matches a call and has a step for it determines the step.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private ImmutableArray<FaultRule> _rules = [];

    /// <summary>Takes the step for a call; <see cref="FaultStep.Ok"/> if no rule applies.</summary>
    public FaultStep Next(string? correlationId, string? idempotencyKey, string lastName)
    {
        // Checked without the lock, so that calls do not wait for each other if there are no rules, as in benchmarks.
        if (_rules.IsEmpty)
            return FaultStep.Ok;

        lock (_gate)
        {
            foreach (var rule in _rules)
            {
                if (rule.Matches(correlationId, idempotencyKey, lastName) && rule.Take() is { } step)
                {
                    if (rule.Remaining is 0)
                        _rules = _rules.Remove(rule);
                    return step;
                }
            }

            return FaultStep.Ok;
        }
    }

    public void Replace(IEnumerable<FaultRule> all)
    {
        lock (_gate)
            _rules = [.. all];
    }

    public void Add(IEnumerable<FaultRule> more)
    {
        lock (_gate)
            _rules = [.. _rules, .. more];
    }

    /// <summary>The number of steps left of every active rule; null for a rule without an end.</summary>
    public int?[] Remaining()
    {
        lock (_gate)
            return [.. _rules.Select(rule => rule.Remaining)];
    }
}
