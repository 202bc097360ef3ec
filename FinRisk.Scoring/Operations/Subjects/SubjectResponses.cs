using System.Text.Json.Serialization;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Operations.Subjects;

/// <summary>
/// The response body of <c>POST /ops/subjects/find</c> and <c>/erase</c> (docs/contract.md, section 15). It does not repeat the
/// applicant's fields.
/// </summary>
/// <param name="Note">A sentence that says how far the search reaches (<see cref="SubjectNotes"/>).</param>
/// <param name="Keys">The number of keyed hashes searched for: one for the current and each previous pepper.</param>
/// <param name="Scores">The scores found; after an erasure, those that were deleted.</param>
/// <param name="Validations">The validations found; after an erasure, those that have ended are deleted.</param>
/// <param name="Complete">True if the search covered everything.</param>
/// <param name="ContinueFrom">The <c>continueFrom</c> of the next request, if the search ran out of time; otherwise null.</param>
/// <param name="Erased">The number of deleted records; null if this was not an erasure.</param>
/// <param name="Remainder">What may remain in storage after an erasure, as a sentence; null: nothing remains.</param>
internal sealed record SubjectResponse(
    string Note,
    int Keys,
    SubjectScoreResponse[] Scores,
    SubjectValidationResponse[] Validations,
    bool Complete,
    string? ContinueFrom,
    int? Erased,
    string? Remainder)
{
    /// <summary>Creates the response from the result of a search, and of the erasure after it, if there was one.</summary>
    public static SubjectResponse FromFindings(ApplicantHashes hashes, SubjectFindings found, SubjectErasure? erasure) => new(
        SubjectNotes.OneSpelling,
        1 + hashes.Previous.Count,
        [
            .. found.Scores.Select(known => new SubjectScoreResponse(
                known.ValidationId.Value, known.Score.RiskScore, known.Score.RiskLevel.ToWire(), known.ScoredAt.UtcDateTime)),
        ],
        [
            .. found.Validations.Select(validation => new SubjectValidationResponse(
                validation.Id,
                validation.Caller,
                validation.Status.ToString(),
                validation.CreatedAt.UtcDateTime,
                validation.UpdatedAt.UtcDateTime)),
        ],
        found.ContinueFrom is null,
        found.ContinueFrom,
        erasure?.Records,
        erasure?.Remainder);
}

/// <summary>A stored score of the applicant.</summary>
internal sealed record SubjectScoreResponse(string ValidationId, int RiskScore, string RiskLevel, DateTime ScoredAt);

/// <summary>A stored validation of the applicant.</summary>
internal sealed record SubjectValidationResponse(
    string ValidationId, string Caller, string Status, DateTime CreatedAt, DateTime LastUpdatedAt);

/// <summary>Sentences for the operator who handles a data subject's request.</summary>
public static class SubjectNotes
{
    /// <summary>Explains that a search covers only the spelling that was sent.</summary>
    public const string OneSpelling =
        "Only this spelling was searched for: all three fields together, as FinRisk folds them. Another spelling of a name, or "
        + "another ID number, is another applicant; search for each that your records have.";
}

/// <summary>The source-generated JSON serialisation of <see cref="SubjectResponse"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubjectResponse))]
internal sealed partial class SubjectJson : JsonSerializerContext;
