using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Keys that each reload takes a step along; the last one stays.</summary>
internal sealed class StubKeySource(params string?[] keys) : IVendorKeySource
{
    public int Reloads { get; private set; }

    public ValueTask<string?> GetAsync(bool reload, CancellationToken stopping)
    {
        if (reload)
            Reloads++;
        return new(keys[Math.Min(Reloads, keys.Length - 1)]);
    }
}
