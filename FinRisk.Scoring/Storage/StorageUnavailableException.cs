namespace FinRisk.Scoring.Storage;

/// <summary>
/// Storage is unavailable, so a request could not be decided. The same request may succeed later. The response is the problem
/// <c>storage-unavailable</c>.
/// </summary>
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="inner">
    /// The exception of the storage client; null if the request was refused because too many records are still unwritten.
    /// </param>
    public StorageUnavailableException(Exception? inner = null)
        : base("Storage cannot be used now.", inner)
    {
    }
}
