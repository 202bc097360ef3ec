using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Settings;

namespace FinRisk.Functions.Tests.Settings;

/// <summary>A setting that cannot be used stops the start and says what to do.</summary>
public sealed class FunctionsSettingsTests
{
    /// <summary>Each fault of one setting, and a part of what is said about it.</summary>
    [Theory]
    [InlineData("Privacy:Pepper", null, "Privacy:Pepper: the secret of look-up hashes is needed")]
    [InlineData("Privacy:Pepper", "dG9vIHNob3J0", "at least 32 bytes")]
    [InlineData("Privacy:Pepper", "not base64!", "Privacy:Pepper: the value is not base64.")]
    [InlineData("Privacy:PreviousPeppers", "dG9vIHNob3J0", "Privacy:PreviousPeppers: each must have at least 32 bytes")]
    [InlineData("Privacy:PreviousPeppers", TestHost.Key + ",not base64!", "Privacy:PreviousPeppers: the value is not base64.")]
    [InlineData("Privacy:KeyEncryptionKey", null, "set exactly one")]
    [InlineData("Privacy:KeyEncryptionKey", "dG9vIHNob3J0", "exactly 32 bytes")]
    [InlineData("Privacy:KeyEncryptionKeySecretUri", "https://vault.example/secrets/kek", "set exactly one")]
    [InlineData("Privacy:KeyEncryptionKeySecretUri", "http://vault.example/secrets/kek", "a Key Vault secret's address")]
    [InlineData("Privacy:KeyRingBlobUri", "ftp://example/a/b", "a blob's address")]
    [InlineData("Privacy:Peper", "x", "Privacy:Peper: there is no such setting")]
    [InlineData("Callers:TrustPrincipalHeader", "perhaps", "neither true nor false")]
    [InlineData("Callers:Permits", "alice", "'alice' is not name=permits")]
    [InlineData("Callers:Permits", "alice=-1", "'alice=-1' is not name=permits")]
    [InlineData("Callers:Permits", "alice=1,alice=2", "or names a caller again")]
    [InlineData("Callers:OperatorRoles", "x", "Callers:OperatorRoles: there is no such setting")]
    [InlineData("AzureWebJobsStorage", null, "set AzureWebJobsStorage__accountName")]
    [InlineData("Retry:MaxAttempts", "99", "Retry:MaxAttempts")]
    [InlineData("AppConfiguration:Endpoint", "http://store.azconfig.io", "https://{store}.azconfig.io")]
    [InlineData("AppConfiguration:Endpont", "https://store.azconfig.io", "AppConfiguration:Endpont: there is no such setting")]
    [InlineData("ConnectionStrings:Redis", "ssl=true", "ConnectionStrings:Redis: the value cannot be read")]
    public void A_fault_stops_the_start(string setting, string? value, string said)
    {
        var settings = TestHost.Settings();
        settings[setting] = value;
        var exception = Assert.Throws<SettingsException>(() => TestHost.Build(settings));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not base64!", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>By account name alone, as in Azure.</summary>
    [Fact]
    public void Storage_by_identity_needs_no_secret()
    {
        var settings = TestHost.Settings();
        settings["AzureWebJobsStorage"] = null;
        settings["AzureWebJobsStorage:accountName"] = "account";
        settings["AzureWebJobsStorage:credential"] = "managedidentity";
        using var host = TestHost.Build(settings);
        Assert.NotNull(host);
    }
}
