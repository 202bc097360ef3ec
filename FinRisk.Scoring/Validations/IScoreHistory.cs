namespace FinRisk.Scoring.Validations;

/// <summary>The scores that the vendor gave, the newest for each applicant.</summary>
public interface IScoreHistory
{
    /// <summary>The newest score of the applicant with this key, or null.</summary>
    ValueTask<KnownScore?> FindAsync(string applicantKey, CancellationToken stopping);
}
