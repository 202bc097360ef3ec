namespace FinRisk.Scoring.Ids;

/// <summary>
/// The names of score providers. A name identifies the provider's circuit breaker and appears in responses, audit records, stored
/// scores, logs, metrics and spans. The name of the backup provider is the setting <c>Backup:Name</c>.
/// </summary>
public static class ProviderName
{
    /// <summary>RiskShield, the provider that is called first.</summary>
    public const string RiskShield = "riskshield";
}

/// <summary>The providers that are configured.</summary>
/// <param name="Backup">The name of the backup provider; null: none.</param>
public sealed record ConfiguredProviders(string? Backup)
{
    /// <summary>The providers' names, RiskShield first.</summary>
    public IReadOnlyList<string> All { get; } = Backup is null ? [ProviderName.RiskShield] : [ProviderName.RiskShield, Backup];
}
