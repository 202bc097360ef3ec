using Azure.Core;
using Azure.Identity;

namespace FinRisk.Functions.Settings;

/// <summary>
/// The storage account, by the very settings the Functions host reads: a connection string for Azurite, or
/// <c>AzureWebJobsStorage__accountName</c> (or one address a service) and an identity.
/// </summary>
public sealed record StorageSettings
{
    /// <summary><c>AzureWebJobsStorage</c>; for development.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The table service.</summary>
    public Uri? Tables { get; init; }

    /// <summary>The blob service.</summary>
    public Uri? Blobs { get; init; }

    /// <summary><c>AzureWebJobsStorage__clientId</c>: which user-assigned identity; default the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary><c>AzureWebJobsStorage__credential</c> is <c>managedidentity</c>: nothing but that is tried.</summary>
    public bool ManagedIdentityOnly { get; init; }

    /// <summary>The identity that storage and Key Vault are opened with.</summary>
    public TokenCredential Credential()
    {
        if (ManagedIdentityOnly)
        {
            return new ManagedIdentityCredential(
                ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(ClientId));
        }

        return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId });
    }

    /// <inheritdoc/>
    public override string ToString() => Tables?.Host ?? "(connection string)";
}
