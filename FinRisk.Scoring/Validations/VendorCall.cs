using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The input of the durable step "make one attempt at a provider" (<see cref="VendorAttempt"/>). It is stored, so members are
/// only ever added, and only as optional members.
/// </summary>
/// <param name="Validation">The input of the validation.</param>
/// <param name="Attempt">The number of this attempt at the provider, 1 for the first.</param>
/// <param name="IdempotencyKey">The idempotency key for the provider, which bills calls with the same key once.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="AdmittedGeneration">
/// The circuit's generation under which the shared circuit admitted this call; null if the local view of the circuit decides.
/// </param>
/// <param name="CallsBefore">
/// The number of calls sent to providers for this validation before this one, 0 or more. Attempts that got no permit sent no call
/// and do not count. The number of attempts in the audit record is computed from it.
/// </param>
/// <param name="IsBacklog">
/// True if the validation tries again during or after an outage, so that the call must pass <see cref="BacklogGate"/>.
/// </param>
public sealed record VendorCall(
    ValidationInput Validation,
    int Attempt,
    string IdempotencyKey,
    string Provider = ProviderName.RiskShield,
    long? AdmittedGeneration = null,
    int CallsBefore = 0,
    bool IsBacklog = false)
{
    /// <summary>The id of the attempt, with which it asks and reports to the circuit.</summary>
    public string AttemptId => Validation.AttemptId(Provider, Attempt);
}
