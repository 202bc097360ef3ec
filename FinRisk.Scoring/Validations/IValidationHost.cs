using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// What a host does for the endpoints: start a validation durably, await it, look it up. Whatever a host returns as ended is
/// durably ended.
/// </summary>
public interface IValidationHost
{
    /// <summary>
    /// Accepts a validation. Null means that it is committed and running. Where a validation of the same id exists, that one is
    /// returned and nothing is started, unless it ended without a replayable outcome: then it is replaced. Of several requests
    /// racing for an id, exactly one starts it.
    /// </summary>
    ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping);

    /// <summary>The validation as it is now, or null.</summary>
    ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping);

    /// <summary>
    /// Waits until the validation has ended, but no longer than <paramref name="maxWait"/>; then as <see cref="FindAsync"/>.
    /// </summary>
    ValueTask<ValidationRecord?> WaitAsync(ValidationId id, TimeSpan maxWait, CancellationToken stopping);
}

/// <summary>The readiness of a host's storage.</summary>
public interface IStorageProbe
{
    /// <summary>Whether a validation could be committed now. Returns within a second.</summary>
    ValueTask<bool> IsUsableAsync(CancellationToken stopping);
}
