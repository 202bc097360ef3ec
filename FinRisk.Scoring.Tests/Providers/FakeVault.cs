using Azure;
using Azure.Security.KeyVault.Secrets;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>A Key Vault that gives what the test says, and counts.</summary>
internal sealed class FakeVault : SecretClient
{
    private int _reads;

    /// <summary>What the next read does.</summary>
    public Func<Task<string>> Next { get; set; } = () => Task.FromResult("key-1");

    public int Reads => _reads;

    public string? Asked { get; private set; }

    public override async Task<Response<KeyVaultSecret>> GetSecretAsync(
        string name, string? version =
            null, SecretContentType? outContentType = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        Asked = name;
        return Response.FromValue(new KeyVaultSecret(name, await Next().WaitAsync(cancellationToken)), null!);
    }

    public override Task<Response<KeyVaultSecret>> GetSecretAsync(
        string name, string? version, CancellationToken cancellationToken) =>
        GetSecretAsync(name, version, null, cancellationToken);
}
