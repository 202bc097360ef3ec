namespace FinRisk.Scoring.Validations;

/// <summary>The durable step "call the vendor once".</summary>
/// <param name="Validation">The validation.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="AdmittedGeneration">
/// The circuit's generation under which the circuit itself admitted this call; null: the local view of the circuit decides.
/// </param>
/// <param name="CallsBefore">
/// How many calls the vendor was sent for this validation before, 0 or more; lower than <c>Attempt - 1</c> where an attempt got
/// no permit, because a call that was not sent does not count. The audit record's number of attempts is computed from it.
/// </param>
public sealed record VendorCall(ValidationInput Validation, int Attempt, long? AdmittedGeneration = null, int CallsBefore = 0);
