using System.Collections.Immutable;

namespace RiskShield.Simulator.Faults;

/// <summary>The rules in force, in order: the first that matches a call and has a step for it decides.</summary>
internal sealed class FaultPlan
{
    private readonly Lock gate = new();
    private ImmutableArray<FaultRule> rules = [];

    public FaultStep Next(string? correlationId, string? idempotencyKey, string lastName)
    {
        // Read once outside the lock: without rules, as under a benchmark, calls do not wait for each other.
        if (rules.IsEmpty)
            return FaultStep.Ok;

        lock (gate)
        {
            foreach (var rule in rules)
            {
                if (rule.Matches(correlationId, idempotencyKey, lastName) && rule.Take() is { } step)
                {
                    if (rule.Remaining is 0)
                        rules = rules.Remove(rule);
                    return step;
                }
            }

            return FaultStep.Ok;
        }
    }

    public void Replace(IEnumerable<FaultRule> all)
    {
        lock (gate)
            rules = [.. all];
    }

    public void Add(IEnumerable<FaultRule> more)
    {
        lock (gate)
            rules = [.. rules, .. more];
    }

    /// <summary>Steps left of every rule in force; null where a rule never runs out.</summary>
    public int?[] Remaining()
    {
        lock (gate)
            return [.. rules.Select(rule => rule.Remaining)];
    }
}
