namespace FinRisk.Scoring.Privacy;

/// <summary>
/// The key ring cannot be read now, because its store or the vault that holds its key does not answer. Unlike
/// <see cref="SealBrokenException"/> this passes: the attempt is made again.
/// </summary>
public sealed class KeyRingUnreachableException : Exception
{
    /// <summary>Says so; the inner exception comes from whoever did not answer.</summary>
    public KeyRingUnreachableException(Exception inner)
        : base("The key ring cannot be read now: its store, or the vault that holds its key, does not answer.", inner)
    {
    }
}
