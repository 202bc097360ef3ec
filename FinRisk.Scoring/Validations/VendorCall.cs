namespace FinRisk.Scoring.Validations;

/// <summary>The durable step "call the vendor once".</summary>
/// <param name="Validation">The validation.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="AdmittedGeneration">The circuit's own admission, where it was asked; null: go by the local view of it.</param>
/// <param name="ViewMayRefuse">
/// The workflow takes a refusal by the local view as final. One of an earlier version does not know of it and asks the circuit, so
/// that what an attempt answers depends on the version that wants the answer, not on the one that gives it.
/// </param>
public sealed record VendorCall(ValidationInput Validation, int Attempt, long? AdmittedGeneration = null, bool ViewMayRefuse = false);
