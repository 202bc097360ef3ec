using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>What came of a request to validate an applicant.</summary>
/// <param name="Kind">How the validation was found.</param>
/// <param name="Id">Which one.</param>
/// <param name="Record">The validation as it stood; null where it was only just started.</param>
/// <param name="Known">The score that answers at once, where <see cref="Kind"/> is <see cref="StartKind.Cached"/>.</param>
public readonly record struct ValidationStart(StartKind Kind, ValidationId Id, ValidationRecord? Record = null, KnownScore? Known = null);
