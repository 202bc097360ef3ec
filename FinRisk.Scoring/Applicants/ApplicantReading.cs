namespace FinRisk.Scoring.Applicants;

/// <summary>What came of reading a request body: an applicant, or why there is none. Exactly one member is set.</summary>
/// <param name="Applicant">The applicant, where every rule is met.</param>
/// <param name="JsonFault">Why the body is no usable JSON object; a sentence without any part of the body.</param>
/// <param name="FieldErrors">Field name → every rule it breaks; sentences without any part of the value.</param>
public readonly record struct ApplicantReading(
    Applicant? Applicant,
    string? JsonFault,
    IReadOnlyDictionary<string, string[]>? FieldErrors);
