namespace FinRisk.Functions.Settings;

/// <summary>What only the Functions host has to be told.</summary>
public sealed record FunctionsSettings
{
    /// <summary><c>AzureWebJobsStorage</c>, the storage account that Durable uses too.</summary>
    public required StorageSettings Storage { get; init; }

    /// <summary><c>Privacy:*</c></summary>
    public required PrivacySettings Privacy { get; init; }

    /// <summary>
    /// <c>AppConfiguration:Endpoint</c>: an Azure App Configuration whose feature flags go before the settings; default none.
    /// </summary>
    public Uri? AppConfigurationEndpoint { get; init; }

    /// <summary><c>Callers:*</c></summary>
    public required CallerSettings Callers { get; init; }
}
