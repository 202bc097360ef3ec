namespace FinRisk.Scoring.Operations;

/// <summary>The validations that have not ended.</summary>
/// <param name="Count">How many were found.</param>
/// <param name="Complete">Whether these are all; false where the look was cut short to bound its cost.</param>
/// <param name="AsOf">When it was looked.</param>
/// <param name="Waiting">Those that wait for their next attempt, the soonest first; at most <see cref="MostWaiting"/>.</param>
public sealed record UnfinishedValidations(int Count, bool Complete, DateTimeOffset AsOf, IReadOnlyList<WaitingRetry> Waiting)
{
    /// <summary>How many waiting retries are listed at most.</summary>
    public const int MostWaiting = 50;
}
