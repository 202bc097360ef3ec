using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// What a host does for the endpoints: start a validation durably, await it, look it up. Everything a host answers as finished is
/// durably finished.
/// </summary>
public interface IValidationHost
{
    /// <summary>
    /// Accepts a validation: when this returns null it is committed and running. Where one of the same id exists already that one
    /// is returned and nothing is started, unless it has ended without a replayable outcome: then it is replaced. Of several
    /// requests racing for an id exactly one starts it.
    /// </summary>
    ValueTask<ValidationRecord?> StartAsync(ValidationInput input, CancellationToken stopping);

    /// <summary>The validation as it stands, or null.</summary>
    ValueTask<ValidationRecord?> FindAsync(ValidationId id, CancellationToken stopping);

    /// <summary>Waits until the validation has ended, at most so long; then as <see cref="FindAsync"/>.</summary>
    ValueTask<ValidationRecord?> WaitAsync(ValidationId id, TimeSpan atMost, CancellationToken stopping);
}
