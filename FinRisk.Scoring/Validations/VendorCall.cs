namespace FinRisk.Scoring.Validations;

/// <summary>The durable step "call the vendor once".</summary>
/// <param name="Validation">The validation.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="AdmittedGeneration">The circuit's own admission, where it was asked; null: go by the local view of it.</param>
public sealed record VendorCall(ValidationInput Validation, int Attempt, long? AdmittedGeneration = null);
