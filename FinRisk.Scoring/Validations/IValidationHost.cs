using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Storage;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Starts, finds and awaits durable validations. Each host implements it for the endpoints. A validation that it returns as ended
/// stays ended, also after a crash.
/// </summary>
public interface IValidationHost
{
    /// <summary>
    /// Starts a validation, and returns null once it is committed and will run. A validation with the same id that is running, or
    /// ended with a replayable outcome (<see cref="ValidationOutcome.IsReplayable"/>), is returned instead and nothing is
    /// started; any other is replaced, as if there were none. Of several concurrent requests with the same id, exactly one starts
    /// the validation.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// The Functions host's storage failed; the validation may have been started. The local host throws StoreException instead,
    /// which its routes turn into a problem response.
    /// </exception>
    ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping);

    /// <summary>Returns the validation as it is now; null if there is none with this id.</summary>
    /// <exception cref="StorageUnavailableException">As for <see cref="StartAsync"/>: storage cannot be read now.</exception>
    ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping);

    /// <summary>
    /// Waits until the validation has ended, but no longer than <paramref name="maxWait"/>, and returns it as it is then, ended
    /// or not; null if there is none, or on the Functions host if storage cannot be read now.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="stopping"/> was cancelled; the validation continues.
    /// </exception>
    ValueTask<ValidationRecord?> WaitAsync(ValidationId id, TimeSpan maxWait, CancellationToken stopping);
}

/// <summary>Checks whether a host's storage is ready, for the readiness probe.</summary>
public interface IStorageProbe
{
    /// <summary>
    /// True if a validation could be committed now; false, never an exception, if not. Returns within about a second.
    /// </summary>
    ValueTask<bool> IsUsableAsync(CancellationToken stopping);
}
