using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.RiskShield;

/// <summary>The source of the vendor's API key.</summary>
public interface IVendorKeySource
{
    /// <summary>The API key, or null where none is configured or the vault could not be read.</summary>
    /// <param name="reload">Read it again from its source, because the vendor rejected the last key.</param>
    /// <param name="stopping">Cancels the read.</param>
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
