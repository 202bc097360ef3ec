namespace FinRisk.Scoring.Storage;

/// <summary>
/// What the product is stored in cannot be used now. Nothing was decided: the same request may succeed later. The edge answers it
/// with <c>storage-unavailable</c>.
/// </summary>
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Says so.</summary>
    /// <param name="inner">What the client of the store threw.</param>
    public StorageUnavailableException(Exception inner)
        : base("Storage cannot be used now.", inner)
    {
    }
}
