using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FinRisk.Functions.Settings;

namespace FinRisk.Functions.Storage;

/// <summary>Opens the tables and blobs that are ours, in the account that Durable uses too.</summary>
public sealed class StorageClients(FunctionsSettings settings, TokenCredential credential)
{
    private const string KeyContainer = "finrisk-keys";
    private const string KeyBlob = "keys.xml";

    /// <summary>A table, whether it exists or not.</summary>
    public TableClient Table(string name) => settings.Storage.ConnectionString is { } connection
        ? new TableClient(connection, name)
        : new TableClient(settings.Storage.Tables!, name, credential);

    /// <summary>The table service itself.</summary>
    public TableServiceClient Tables() => settings.Storage.ConnectionString is { } connection
        ? new TableServiceClient(connection)
        : new TableServiceClient(settings.Storage.Tables!, credential);

    /// <summary>The blob of Data Protection's key ring.</summary>
    public BlockBlobClient KeyRing()
    {
        if (settings.Privacy.KeyRingBlobUri is { } address)
            return new BlockBlobClient(address, credential);
        var service = settings.Storage.ConnectionString is { } connection
            ? new BlobServiceClient(connection)
            : new BlobServiceClient(settings.Storage.Blobs!, credential);
        return service.GetBlobContainerClient(KeyContainer).GetBlockBlobClient(KeyBlob);
    }
}
