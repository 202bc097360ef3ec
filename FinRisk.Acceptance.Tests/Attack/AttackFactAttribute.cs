using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>An attack on hosts that run already, by hand; skipped where nothing says which hosts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AttackFactAttribute : FactAttribute
{
    /// <summary>Skipped without the hosts and the proxy before their storage.</summary>
    public AttackFactAttribute() => Skip = Attacks.SkipReason;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AttackTheoryAttribute : TheoryAttribute
{
    /// <summary>Skipped without the hosts and the proxy before their storage.</summary>
    public AttackTheoryAttribute() => Skip = Attacks.SkipReason;
}

/// <summary>An attack that needs two hosts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TwoHostAttackFactAttribute : FactAttribute
{
    /// <summary>Skipped without two hosts.</summary>
    public TwoHostAttackFactAttribute() => Skip = TargetEnvironment.Hosts.Count == 2
        ? Attacks.SkipReason
        : "FINRISK_URL names two hosts, one of them with its clock 5 minutes off (docs/reliability.md).";
}

/// <summary>When attacks run.</summary>
internal static class Attacks
{
    /// <summary>Why they are skipped, or null.</summary>
    public static string? SkipReason =>
        TargetEnvironment.IsRemote && TargetEnvironment.StorageProxy is not null && TargetEnvironment.Simulator is not null
            ? null
            : "By hand: FINRISK_URL, FINRISK_SIMULATOR_URL and FINRISK_STORAGE_PROXY say what is attacked (docs/reliability.md).";
}
