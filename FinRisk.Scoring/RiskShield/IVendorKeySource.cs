using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.RiskShield;

/// <summary>Where the vendor's key comes from.</summary>
public interface IVendorKeySource
{
    /// <summary>The key, or null where none is configured or the vault does not give it.</summary>
    /// <param name="reload">Read it anew, because the vendor refused the one last given.</param>
    /// <param name="stopping">Ends the wait.</param>
    ValueTask<string?> GetAsync(bool reload, CancellationToken stopping);
}

/// <summary>
/// The key as <c>RiskShield:ApiKey</c>, which is also what a Key Vault reference becomes. It is looked up at every call, so that
/// a configuration that reloads rotates it; a reload asks every provider to read its source again.
/// </summary>
internal sealed class ConfiguredKeySource(IConfiguration configuration) : IVendorKeySource
{
    public ValueTask<string?> GetAsync(bool reload, CancellationToken stopping)
    {
        if (reload && configuration is IConfigurationRoot root)
            root.Reload();
        return ValueTask.FromResult(configuration["RiskShield:ApiKey"] is { Length: > 0 } key ? key : null);
    }
}
