using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// Stores Data Protection's key ring, whose keys seal applicants, in one blob that all replicas share. Elements are only ever
/// added. If two replicas add an element at the same time, the blob's ETag makes the slower one reload the ring and try again.
/// </summary>
internal sealed class BlobKeyRing(BlockBlobClient blob) : IXmlRepository
{
    private const int MaxAttempts = 10;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. Load().Ring.Elements()];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (ring, version) = Load();
            ring.Add(element);
            try
            {
                Save(ring, version);
                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412 && attempt < MaxAttempts)
            {
                // Another replica has added an element since the ring was loaded: load the ring again.
            }
        }
    }

    private (XElement Ring, ETag? Version) Load()
    {
        try
        {
            var content = blob.DownloadContent().Value;
            using var xml = content.Content.ToStream();
            return (XElement.Load(xml), content.Details.ETag);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return (new XElement("keyRing"), null);
        }
    }

    private void Save(XElement ring, ETag? version)
    {
        if (version is null)
            blob.GetParentBlobContainerClient().CreateIfNotExists();
        using var xml = new MemoryStream();
        ring.Save(xml);
        xml.Position = 0;
        var condition = version is { } known
            ? new BlobRequestConditions { IfMatch = known }
            : new BlobRequestConditions { IfNoneMatch = ETag.All };
        blob.Upload(xml, new BlobUploadOptions { Conditions = condition });
    }
}
