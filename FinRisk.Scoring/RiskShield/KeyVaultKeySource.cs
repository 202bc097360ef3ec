using Azure.Security.KeyVault.Secrets;
using FinRisk.Scoring.Storage;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// The key from a Key Vault secret (<c>RiskShield:ApiKeySecretUri</c>), kept for 5 minutes. One read at a time; while Key Vault
/// cannot be reached the last known key goes on being used, because an outage there is no reason for one here.
/// </summary>
internal sealed partial class KeyVaultKeySource(
    SecretClient vault, string secret, TimeProvider clock, ILogger<KeyVaultKeySource> log)
    : IVendorKeySource, IDisposable
{
    public static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an old key is used without another try after Key Vault failed, so that calls do not queue up behind it.
    /// </summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private string? _key;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _freshUntil = DateTimeOffset.MinValue;

    public async ValueTask<string?> GetAsync(bool reload, CancellationToken stopping)
    {
        var askedAt = clock.GetUtcNow();
        if (!reload && IsFresh(askedAt))
            return _key;

        await _oneAtATime.WaitAsync(stopping);
        try
        {
            // Somebody else read it, or tried to, while this call waited: that is new enough, for a reload too.
            if (_triedAt <= askedAt && (reload || !IsFresh(askedAt)))
                await ReadAsync(stopping);
            return _key;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private bool IsFresh(DateTimeOffset now) => _key is not null && now < _freshUntil;

    private async Task ReadAsync(CancellationToken stopping)
    {
        try
        {
            _key = (await vault.GetSecretAsync(secret, cancellationToken: stopping)).Value.Value;
            _triedAt = clock.GetUtcNow();
            _freshUntil = _triedAt + KeepFor;
        }
        catch (Exception fault) when (AzureFailures.IsFailure(fault, stopping))
        {
            _triedAt = clock.GetUtcNow();
            _freshUntil = _triedAt + RetryAfter;
            Log.KeyUnreadable(log, fault, secret, haveOld: _key is not null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            2101,
            LogLevel.Error,
            "riskshield_key_unreadable: secret {secret}; an older key is in use: {haveOld}",
            EventName = "riskshield_key_unreadable")]
        public static partial void KeyUnreadable(ILogger log, Exception fault, string secret, bool haveOld);
    }
}
