using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations;

/// <summary>What the operations page shows and only the host knows.</summary>
public interface IOperationsView
{
    /// <summary>The host, and the scope of its figures.</summary>
    HostDescription Host { get; }

    /// <summary>The circuit's present state; null where it cannot be read now.</summary>
    ValueTask<CircuitSnapshot?> ReadCircuitAsync(CancellationToken stopping);

    /// <summary>The validations that have not ended, as far as they can be found at a bounded cost.</summary>
    ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping);
}

/// <summary>Describes the host on the operations page.</summary>
/// <param name="Kind"><c>local</c> or <c>functions</c>.</param>
/// <param name="Figures">The scope of the counters (process and time range), as text for the page.</param>
/// <param name="Unfinished">The scope of the list of unfinished validations, as text for the page.</param>
/// <param name="DurableStatus">
/// The path of an instance's Durable status, with <c>{validationId}</c>, where the host has one.
/// </param>
public sealed record HostDescription(string Kind, string Figures, string Unfinished, string? DurableStatus = null);

/// <summary>The validations that have not ended.</summary>
/// <param name="Count">How many were found.</param>
/// <param name="Complete">Whether these are all; false where the query was cut short to bound its cost.</param>
/// <param name="AsOf">When they were read.</param>
/// <param name="Waiting">Those that wait for their next attempt, the soonest first; at most <see cref="MaxWaiting"/>.</param>
public sealed record UnfinishedValidations(int Count, bool Complete, DateTimeOffset AsOf, IReadOnlyList<WaitingRetry> Waiting)
{
    /// <summary>How many waiting retries are listed at most.</summary>
    public const int MaxWaiting = 50;
}

/// <summary>A validation that waits for its next attempt.</summary>
/// <param name="ValidationId">Its id.</param>
/// <param name="Attempts">How many attempts it has made.</param>
/// <param name="NextAttemptAt">When the next one is due.</param>
public sealed record WaitingRetry(string ValidationId, int Attempts, DateTimeOffset NextAttemptAt);
