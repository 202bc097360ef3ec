using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations;

/// <summary>
/// Provides the parts of the operations page that only a host knows: the circuits and the unfinished validations.
/// </summary>
public interface IOperationsView
{
    /// <summary>Describes the host and the scope of its figures.</summary>
    HostDescription Host { get; }

    /// <summary>Returns the present state of a provider's circuit; null if it cannot be read now.</summary>
    ValueTask<CircuitSnapshot?> ReadCircuitAsync(string provider, CancellationToken stopping);

    /// <summary>
    /// Returns the validations that have not ended. The search is bounded in time and number, and does not throw if storage
    /// cannot be read; <see cref="UnfinishedValidations.Complete"/> tells.
    /// </summary>
    ValueTask<UnfinishedValidations> ReadUnfinishedAsync(CancellationToken stopping);

    /// <summary>
    /// Returns the validations that have not ended and that a request with this correlation id started, within the same bounds.
    /// </summary>
    ValueTask<FoundUnfinished> FindUnfinishedAsync(string correlationId, CancellationToken stopping);
}

/// <summary>The result of a search among the validations that have not ended.</summary>
/// <param name="Validations">The validations found.</param>
/// <param name="Complete">True if all validations that have not ended were searched.</param>
public sealed record FoundUnfinished(IReadOnlyList<ValidationRecord> Validations, bool Complete);

/// <summary>The description of the host on the operations page.</summary>
/// <param name="Kind"><c>local</c> or <c>functions</c>.</param>
/// <param name="FiguresScope">The scope of the counters (process and time range), as text for the page.</param>
/// <param name="UnfinishedScope">The scope of the list of unfinished validations, as text for the page.</param>
/// <param name="DurableStatus">
/// The path of an orchestration's status in Durable Functions, with the placeholder <c>{validationId}</c>; null on the local
/// host.
/// </param>
public sealed record HostDescription(string Kind, string FiguresScope, string UnfinishedScope, string? DurableStatus = null);

/// <summary>The validations that have not ended.</summary>
/// <param name="Count">The number of validations found.</param>
/// <param name="Complete">True if these are all; false if the search was cut short to bound its cost, or failed.</param>
/// <param name="AsOf">The time at which they were read.</param>
/// <param name="Waiting">
/// Those that wait for their next attempt, the next one first; at most <see cref="MaxWaiting"/>.
/// </param>
public sealed record UnfinishedValidations(int Count, bool Complete, DateTimeOffset AsOf, IReadOnlyList<WaitingRetry> Waiting)
{
    /// <summary>The maximum number of waiting validations listed.</summary>
    public const int MaxWaiting = 50;
}

/// <summary>A validation that waits for its next attempt.</summary>
/// <param name="ValidationId">The validation's id.</param>
/// <param name="Attempts">The number of attempts so far.</param>
/// <param name="NextAttemptAt">The time of the next attempt.</param>
public sealed record WaitingRetry(string ValidationId, int Attempts, DateTimeOffset NextAttemptAt);
