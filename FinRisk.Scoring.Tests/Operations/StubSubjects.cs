using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>A score, and two validations of which one has ended.</summary>
internal sealed class StubSubjects : ISubjectRecords, IScoreCache
{
    public List<string> Searched { get; } = [];

    public List<string> Removed { get; } = [];

    public int Erasures { get; private set; }

    public string? ContinueFrom { get; set; }

    public string? ContinuedFrom { get; private set; }

    public Task<SubjectFindings> FindAsync(ApplicantHashes keys, string? continueFrom, CancellationToken stopping)
    {
        Searched.AddRange([keys.Current, .. keys.Previous]);
        ContinuedFrom = continueFrom;
        return Task.FromResult(new SubjectFindings(
            [new StoredScore(new VendorScore(72, RiskLevel.Medium), Sample.Start, Sample.Id)],
            [
                new SubjectValidation(Sample.Id.Value, "alice", ValidationStatus.Completed, Sample.Start, Sample.Start),
                new SubjectValidation("another", "alice", ValidationStatus.Running, Sample.Start, Sample.Start),
            ],
            ContinueFrom));
    }

    public Task<SubjectErasure> EraseAsync(ApplicantHashes keys, SubjectFindings found, CancellationToken stopping)
    {
        Erasures++;
        return Task.FromResult(new SubjectErasure(2, "Copies may be left."));
    }

    public ValueTask<StoredScore?> FindAsync(string applicantHash, CancellationToken stopping) => new((StoredScore?)null);

    public ValueTask SaveAsync(string applicantHash, StoredScore known) => ValueTask.CompletedTask;

    public ValueTask RemoveAsync(string applicantHash)
    {
        Removed.Add(applicantHash);
        return ValueTask.CompletedTask;
    }
}
