using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations;

/// <summary>What only the host can tell the operators' page.</summary>
public interface IOperationsView
{
    /// <summary>The host, and how far its figures reach.</summary>
    HostDescription Host { get; }

    /// <summary>The circuit as it is; null where it cannot be read just now.</summary>
    ValueTask<CircuitSnapshot?> ReadCircuitAsync(CancellationToken stopping);

    /// <summary>The validations that have not ended, as far as that can be told at a bounded cost.</summary>
    ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping);
}

/// <summary>The host that answers, in the words of the operators' page.</summary>
/// <param name="Kind"><c>local</c> or <c>functions</c>.</param>
/// <param name="Figures">What the counted figures reach over.</param>
/// <param name="Unfinished">What the list of unfinished validations reaches over.</param>
/// <param name="DurableStatus">
/// The path of an instance's Durable status, with <c>{validationId}</c>, where the host has one.
/// </param>
public sealed record HostDescription(string Kind, string Figures, string Unfinished, string? DurableStatus = null);

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

/// <summary>A validation that waits for its next attempt.</summary>
/// <param name="ValidationId">Its id.</param>
/// <param name="Attempts">How many attempts it has made.</param>
/// <param name="NextAttemptAt">When the next one is due.</param>
public sealed record WaitingRetry(string ValidationId, int Attempts, DateTimeOffset NextAttemptAt);
