namespace FinRisk.Scoring.Storage;

/// <summary>
/// What the product is stored in, or the vault that protects it, cannot be used now. Nothing was decided: the same request may succeed
/// later. The edge answers it with <c>storage-unavailable</c>.
/// </summary>
public class StorageUnavailableException : Exception
{
    /// <summary>Says so.</summary>
    /// <param name="inner">What the client of the store threw.</param>
    public StorageUnavailableException(Exception inner)
        : this("Storage cannot be used now.", inner)
    {
    }

    /// <summary>Says which part.</summary>
    /// <param name="message">Which part of storage, and that it cannot be used now.</param>
    /// <param name="inner">What the client of the store threw.</param>
    protected StorageUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
