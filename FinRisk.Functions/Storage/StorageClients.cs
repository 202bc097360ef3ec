using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FinRisk.Functions.Settings;
using FinRisk.Scoring.Storage;

namespace FinRisk.Functions.Storage;

/// <summary>Creates clients for FinRisk's own tables and blobs, in the storage account that Durable uses too.</summary>
public sealed class StorageClients(FunctionsSettings settings, TokenCredential credential)
{
    /// <summary>The maximum number of actions that Azure Tables accepts in one transaction.</summary>
    internal const int MaxTransactionActions = 100;

    private const string KeyContainer = "finrisk-keys";
    private const string KeyBlob = "keys.xml";

    /// <summary>Creates a client for a table, which need not exist.</summary>
    public TableClient Table(string name) => settings.Storage.ConnectionString is { } connection
        ? new TableClient(connection, name, TableOptions())
        : new TableClient(settings.Storage.Tables!, name, credential, TableOptions());

    /// <summary>Creates a client for the table service, which lists and deletes tables.</summary>
    public TableServiceClient Tables() => settings.Storage.ConnectionString is { } connection
        ? new TableServiceClient(connection, TableOptions())
        : new TableServiceClient(settings.Storage.Tables!, credential, TableOptions());

    /// <summary>Creates a client for the blob of Data Protection's key ring.</summary>
    public BlockBlobClient KeyRing()
    {
        if (settings.Privacy.KeyRingBlobUri is { } address)
            return new BlockBlobClient(address, credential, BlobOptions());
        var service = settings.Storage.ConnectionString is { } connection
            ? new BlobServiceClient(connection, BlobOptions())
            : new BlobServiceClient(settings.Storage.Blobs!, credential, BlobOptions());
        return service.GetBlobContainerClient(KeyContainer).GetBlockBlobClient(KeyBlob);
    }

    private static TableClientOptions TableOptions() => new TableClientOptions().WithDefaults();

    private static BlobClientOptions BlobOptions() => new BlobClientOptions().WithDefaults();
}
