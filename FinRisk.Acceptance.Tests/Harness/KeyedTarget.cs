namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A host that demands keys, and two callers who have one: the hosts under test, or a local host of its own.</summary>
internal sealed class KeyedTarget : IDisposable
{
    private readonly OwnTarget? _own;

    private KeyedTarget(OwnTarget? own, FinRiskClient anyone, string key, string? otherKey) =>
        (_own, Anyone, Caller, Other) = (own, anyone.As(null), anyone.As(key), anyone.As(otherKey));

    /// <summary>Without a key; <see cref="FinRiskClient.As"/> makes it a stranger with a wrong one.</summary>
    public FinRiskClient Anyone { get; }

    /// <summary>A caller who is no operator.</summary>
    public FinRiskClient Caller { get; }

    /// <summary>Another one.</summary>
    public FinRiskClient Other { get; }

    /// <param name="shared">The client of the hosts under test.</param>
    public static async Task<KeyedTarget> StartAsync(FinRiskClient shared)
    {
        if (TargetEnvironment.IsRemote)
            return new KeyedTarget(null, shared, TargetEnvironment.Key!, TargetEnvironment.OtherKey);
        var (lender, broker) = (Ids.IdempotencyKey(), Ids.IdempotencyKey());
        PersonalData.Mark(lender, broker);
        var own = await OwnTarget.StartAsync(("Local:Callers:lender:Key", lender), ("Local:Callers:broker:Key", broker));
        return new KeyedTarget(own, own.FinRisk, lender, broker);
    }

    public void Dispose() => _own?.Dispose();
}
