namespace FinRisk.Scoring.Privacy;

/// <summary>
/// A sealed applicant cannot be opened: altered, moved to another validation, or sealed under a key that the ring no longer
/// holds. There is nothing to retry; the vendor is not called.
/// </summary>
public sealed class SealBrokenException : Exception
{
    /// <summary>Says so; the inner exception of the cryptography carries no plaintext.</summary>
    public SealBrokenException(Exception? inner)
        : base("The sealed applicant cannot be opened: it was altered, belongs to another validation, or its key is gone.", inner)
    {
    }
}
