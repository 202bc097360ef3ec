using System.Text.Json.Serialization;

namespace FinRisk.StorageProxy;

/// <summary>The services of a storage account, in the order of the emulator's ports.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StorageService>))]
public enum StorageService
{
    /// <summary>Leases, large messages, the key ring.</summary>
    Blob,

    /// <summary>Messages to orchestrators and activities.</summary>
    Queue,

    /// <summary>Histories, instances, scores, the audit log.</summary>
    Table,
}
