namespace FinRisk.Functions.Settings;

/// <summary>The settings that only the Functions host has.</summary>
public sealed record FunctionsSettings
{
    /// <summary>Settings <c>AzureWebJobsStorage*</c>: the storage account, which Durable uses too.</summary>
    public required StorageSettings Storage { get; init; }

    /// <summary>Settings <c>Privacy:*</c>.</summary>
    public required PrivacySettings Privacy { get; init; }

    /// <summary>
    /// Setting <c>AppConfiguration:Endpoint</c>: the Azure App Configuration store whose feature flags override the settings.
    /// Default none.
    /// </summary>
    public Uri? AppConfigurationEndpoint { get; init; }

    /// <summary>Settings <c>Callers:*</c>.</summary>
    public required CallerSettings Callers { get; init; }
}
