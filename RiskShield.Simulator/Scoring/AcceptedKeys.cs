using System.Collections.Frozen;

namespace RiskShield.Simulator.Scoring;

/// <summary>The API keys that the vendor accepts; several during a key rotation.</summary>
internal sealed class AcceptedKeys(IReadOnlyList<string> initial)
{
    private volatile FrozenSet<string> _keys = initial.ToFrozenSet(StringComparer.Ordinal);

    public bool Accepts(string? key) => key is not null && _keys.Contains(key);

    /// <summary>Replaces the accepted API keys; an empty set refuses every call.</summary>
    public void Replace(IEnumerable<string> accepted) => _keys = accepted.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Restores the initial API keys.</summary>
    public void Reset() => Replace(initial);
}
