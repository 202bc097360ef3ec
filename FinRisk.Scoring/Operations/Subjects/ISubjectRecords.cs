using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Subjects;

/// <summary>
/// Finds and deletes the stored data of one applicant, identified by the keyed hashes of its three fields. Implemented by each
/// host.
/// </summary>
public interface ISubjectRecords
{
    /// <summary>Searches for the applicant's scores and validations.</summary>
    /// <param name="hashes">The applicant's hashes.</param>
    /// <param name="continueFrom">
    /// The position at which an earlier search stopped (<see cref="SubjectFindings.ContinueFrom"/>); null: from the start.
    /// </param>
    /// <param name="stopping">Cancels the search.</param>
    /// <exception cref="StorageUnavailableException">
    /// The Functions host's storage cannot be read now. The local host throws StoreException instead, which its routes turn into
    /// a problem response.
    /// </exception>
    Task<SubjectFindings> FindAsync(ApplicantHashes hashes, string? continueFrom, CancellationToken stopping);

    /// <summary>
    /// Deletes the applicant's scores, and those of the validations found that have ended. The others are left.
    /// </summary>
    /// <exception cref="StorageUnavailableException">
    /// As for <see cref="FindAsync"/>; what was deleted before the failure stays deleted.
    /// </exception>
    Task<SubjectErasure> EraseAsync(ApplicantHashes hashes, SubjectFindings found, CancellationToken stopping);
}

/// <summary>The result of a deletion.</summary>
/// <param name="Records">The number of deleted scores and validations.</param>
/// <param name="Remainder">
/// What may remain of them in storage and how to remove it, as a sentence for the operator; null: nothing remains.
/// </param>
public sealed record SubjectErasure(int Records, string? Remainder = null);

/// <summary>The result of a search for an applicant's data.</summary>
/// <param name="Scores">The newest score under each of the applicant's hashes.</param>
/// <param name="Validations">The applicant's validations, ended or not.</param>
/// <param name="ContinueFrom">
/// The position at which the search ran out of time, for the next search; null if the search covered everything.
/// </param>
public sealed record SubjectFindings(
    IReadOnlyList<StoredScore> Scores, IReadOnlyList<SubjectValidation> Validations, string? ContinueFrom = null);

/// <summary>A stored validation of the applicant.</summary>
/// <param name="Id">The validation's id.</param>
/// <param name="Caller">The name of the caller that started the validation.</param>
/// <param name="Status">The status. A validation that has not ended cannot be erased yet.</param>
/// <param name="CreatedAt">The time at which the validation was accepted.</param>
/// <param name="UpdatedAt">The time at which the validation last changed.</param>
public sealed record SubjectValidation(
    string Id, string Caller, ValidationStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>True if the validation has ended, so that it can be erased.</summary>
    public bool HasEnded => Status is ValidationStatus.Completed or ValidationStatus.Failed;
}
