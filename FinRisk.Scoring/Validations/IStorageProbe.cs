namespace FinRisk.Scoring.Validations;

/// <summary>What a host can tell of its own storage.</summary>
public interface IStorageProbe
{
    /// <summary>Whether a validation could be committed now. Answers within a second.</summary>
    ValueTask<bool> IsUsableAsync(CancellationToken stopping);
}
