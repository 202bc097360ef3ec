using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.Providers;

/// <summary>Provides the API key of one provider. Registered as a keyed service under the provider's name.</summary>
public interface IVendorKeySource
{
    /// <summary>
    /// Returns the API key; null if none is configured, or if Key Vault could not be read and no older key is known. A failed
    /// read throws nothing.
    /// </summary>
    /// <param name="reload">True to read the key again from its source, because the provider refused the last one.</param>
    /// <param name="stopping">Cancels the read.</param>
    ValueTask<string?> GetAsync(bool reload, CancellationToken stopping);
}

/// <summary>The API key sources of the configured providers.</summary>
/// <param name="RiskShield">The source of RiskShield's key.</param>
/// <param name="Backup">The source of the backup provider's key; null if no backup is configured.</param>
public sealed record VendorKeys(IVendorKeySource RiskShield, IVendorKeySource? Backup = null);

/// <summary>
/// Reads the API key from the setting <c>ApiKey</c> of the provider's section (<c>RiskShield:ApiKey</c>), which also holds the
/// value of an App Service Key Vault reference. Reads the configuration at every call, so a reloaded configuration rotates the
/// key.
/// </summary>
internal sealed class ConfiguredKeySource(IConfiguration configuration, string section) : IVendorKeySource
{
    public ValueTask<string?> GetAsync(bool reload, CancellationToken stopping)
    {
        if (reload && configuration is IConfigurationRoot root)
            root.Reload();
        return ValueTask.FromResult(configuration[section + ":ApiKey"] is { Length: > 0 } key ? key : null);
    }
}
