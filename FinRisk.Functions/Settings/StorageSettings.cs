using Azure.Core;
using Azure.Identity;

namespace FinRisk.Functions.Settings;

/// <summary>
/// The storage account, from the same settings that the Functions host reads: a connection string (for Azurite), or
/// <c>AzureWebJobsStorage:accountName</c> (or one address per service) and an identity.
/// </summary>
public sealed record StorageSettings
{
    /// <summary>Setting <c>AzureWebJobsStorage</c>: the connection string, for development; null: an identity is used.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Setting <c>AzureWebJobsStorage:tableServiceUri</c>: the table service. Default: from the account name.</summary>
    public Uri? Tables { get; init; }

    /// <summary>Setting <c>AzureWebJobsStorage:blobServiceUri</c>: the blob service. Default: from the account name.</summary>
    public Uri? Blobs { get; init; }

    /// <summary>
    /// Setting <c>AzureWebJobsStorage:clientId</c>: the client id of a user-assigned identity. Default: the system-assigned
    /// identity.
    /// </summary>
    public string? ClientId { get; init; }

    /// <summary>
    /// True if the setting <c>AzureWebJobsStorage:credential</c> is <c>managedidentity</c>: no other kind of identity is tried.
    /// </summary>
    public bool ManagedIdentityOnly { get; init; }

    /// <summary>Creates the credential for storage, Key Vault and App Configuration.</summary>
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
