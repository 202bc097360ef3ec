using System.Collections.Frozen;

namespace RiskShield.Simulator.Scoring;

/// <summary>The values of <c>X-Api-Key</c> that are accepted now. Several at once, as during a rotation.</summary>
internal sealed class AcceptedKeys(SimulatorOptions options)
{
    private volatile FrozenSet<string> keys = options.ApiKeys.ToFrozenSet(StringComparer.Ordinal);

    public bool Accepts(string? key) => key is not null && keys.Contains(key);

    /// <summary>Accepts exactly these from now on; an empty set refuses every call.</summary>
    public void Replace(IEnumerable<string> accepted) => keys = accepted.ToFrozenSet(StringComparer.Ordinal);

    public void Reset() => Replace(options.ApiKeys);
}
