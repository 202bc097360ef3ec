namespace FinRisk.Scoring.Validations;

/// <summary>The durable step "call the vendor once".</summary>
/// <param name="Validation">The validation.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="AdmittedGeneration">The circuit's own admission, where it was asked; null: go by the local view of it.</param>
/// <param name="CallsBefore">
/// How many calls the vendor was sent for this validation before, 0 or more: fewer than the attempts before where one of them got
/// no permit. What audits a score at once counts by it.
/// </param>
public sealed record VendorCall(ValidationInput Validation, int Attempt, long? AdmittedGeneration = null, int CallsBefore = 0);
