using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FinRisk.Functions.Privacy;

/// <summary>
/// Data Protection's key ring in one blob, shared by all replicas. Elements are only ever added; of two replicas that add at the
/// same moment the slower one sees the other's element and adds to that (ETag).
/// </summary>
internal sealed class BlobKeyRing(BlockBlobClient blob) : IXmlRepository
{
    private const int MaxTries = 10;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. Load().Ring.Elements()];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        for (var tries = 1; ; tries++)
        {
            var (ring, version) = Load();
            ring.Add(element);
            try
            {
                Save(ring, version);
                return;
            }
            catch (RequestFailedException fault) when (fault.Status is 409 or 412 && tries < MaxTries)
            {
                // Another replica added a key in between: take up its ring and add ours to that.
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
        catch (RequestFailedException fault) when (fault.Status == 404)
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
