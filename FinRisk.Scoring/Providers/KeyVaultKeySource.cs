using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Storage;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Reads the API key from a Key Vault secret (<c>RiskShield:ApiKeySecretUri</c> or <c>Backup:ApiKeySecretUri</c>) and caches it
/// for 5 minutes. Reads are serialised. While Key Vault is unavailable the last known key is used, so that an outage of Key Vault
/// does not become an outage of FinRisk.
/// </summary>
internal sealed partial class KeyVaultKeySource(
    SecretClient vault, string secret, string provider, TimeProvider clock, ILogger<KeyVaultKeySource> log)
    : IVendorKeySource, IDisposable
{
    /// <summary>The time for which a key that was read is used without another read.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time for which the last known key, or none, is used after a failed read, before the next read. Without it every call
    /// would wait for a Key Vault that does not respond.
    /// </summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _readLock = new(1);
    private string? _key;

    // Of the monotonic clock: a system clock that is set back must not keep a rotated key in use.
    private long? _lastReadAt;
    private TimeSpan _lifetime;

    public async ValueTask<string?> GetAsync(bool reload, CancellationToken stopping)
    {
        var calledAt = clock.GetTimestamp();
        if (!reload && IsFresh())
            return _key;

        await _readLock.WaitAsync(stopping);
        try
        {
            // No second read if another call has read the secret, or tried to, while this one waited; not even for a reload.
            if (!(_lastReadAt > calledAt) && (reload || !IsFresh()))
                await ReadAsync(stopping);
            return _key;
        }
        finally
        {
            _readLock.Release();
        }
    }

    public void Dispose() => _readLock.Dispose();

    private bool IsFresh() => _lastReadAt is { } read && clock.GetElapsedTime(read) < _lifetime;

    private async Task ReadAsync(CancellationToken stopping)
    {
        try
        {
            _key = (await vault.GetSecretAsync(secret, cancellationToken: stopping)).Value.Value;
            (_lastReadAt, _lifetime) = (clock.GetTimestamp(), MaxAge);
        }
        catch (Exception exception) when (AzureFailures.IsFailure(exception, stopping))
        {
            (_lastReadAt, _lifetime) = (clock.GetTimestamp(), RetryInterval);
            Log.KeyUnreadable(log, exception, provider, secret, haveOld: _key is not null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            2101,
            LogLevel.Error,
            "provider_key_unreadable: {provider}, secret {secret}; an older key is in use: {haveOld}",
            EventName = "provider_key_unreadable")]
        public static partial void KeyUnreadable(ILogger log, Exception exception, string provider, string secret, bool haveOld);
    }
}
