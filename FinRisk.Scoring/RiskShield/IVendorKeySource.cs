namespace FinRisk.Scoring.RiskShield;

/// <summary>Where the vendor's key comes from.</summary>
public interface IVendorKeySource
{
    /// <summary>The key, or null where none is configured or the vault does not give it.</summary>
    /// <param name="reload">Read it anew, because the vendor refused the one last given.</param>
    /// <param name="stopping">Ends the wait.</param>
    ValueTask<string?> GetAsync(bool reload, CancellationToken stopping);
}
