using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FinRisk.Functions.Settings;
using FinRisk.Scoring.Storage;

namespace FinRisk.Functions.Storage;

/// <summary>Opens the tables and blobs that are ours, in the account that Durable uses too.</summary>
public sealed class StorageClients(FunctionsSettings settings, TokenCredential credential)
{
    private const string KeyContainer = "finrisk-keys";
    private const string KeyBlob = "keys.xml";

    /// <summary>A table, whether it exists or not.</summary>
    public TableClient Table(string name) => settings.Storage.ConnectionString is { } connection
        ? new TableClient(connection, name, TableOptions())
        : new TableClient(settings.Storage.Tables!, name, credential, TableOptions());

    /// <summary>The table service itself.</summary>
    public TableServiceClient Tables() => settings.Storage.ConnectionString is { } connection
        ? new TableServiceClient(connection, TableOptions())
        : new TableServiceClient(settings.Storage.Tables!, credential, TableOptions());

    /// <summary>The blob of Data Protection's key ring.</summary>
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
