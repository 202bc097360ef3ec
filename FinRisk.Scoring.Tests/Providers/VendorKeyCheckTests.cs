using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>A host without a provider's key says so once, at its start.</summary>
public sealed class VendorKeyCheckTests
{
    private static readonly Uri Secret = new("https://vault.example/secrets/key");

    [Theory]
    [InlineData(null, false, true)]
    [InlineData("", false, true)]
    [InlineData("key", false, false)]
    [InlineData(null, true, false)]
    public async Task A_missing_key_is_said_at_the_start(string? key, bool hasSecret, bool isSaid)
    {
        var uri = hasSecret ? Secret : null;
        await AssertSaidAsync(
            new RiskShieldSettings { ApiKeySecretUri = uri }, key, isSaid, "provider_key_missing: riskshield; "
                + "set RiskShield:ApiKeySecretUri (in Azure) or RiskShield:ApiKey; it scores nothing until then");
        await AssertSaidAsync(
            new BackupSettings(new Uri("https://backup.example")) { Name = "second", ApiKeySecretUri = uri },
            key,
            isSaid,
            "provider_key_missing: second; set Backup:ApiKeySecretUri (in Azure) or Backup:ApiKey; it scores nothing until then");
    }

    [Fact]
    public async Task Every_provider_that_is_called_is_checked()
    {
        var backup = new BackupSettings(new Uri("https://backup.example")) { Name = "second" };
        await using var services = new ServiceCollection()
            .AddFinRiskScoring(new FinRiskSettings { Backup = backup })
            .BuildServiceProvider();
        Assert.Equal(
            [ProviderName.RiskShield, "second"], services.GetServices<ProviderSettings>().Select(provider => provider.Name));
    }

    private static async Task AssertSaidAsync(ProviderSettings provider, string? key, bool isSaid, string sentence)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"{provider.Section}:ApiKey", key), new("Another:ApiKey", "key")]).Build();
        using var log = new LogRecorder();
        using var errors = new StringWriter();
        var check = new VendorKeyCheck([provider], configuration, log.CreateLogger<VendorKeyCheck>(), errors);
        await check.StartAsync(default);
        Assert.Equal(isSaid ? sentence + Environment.NewLine : "", errors.ToString());
        Assert.Equal(isSaid ? 1 : 0, log.Events.Count(one => one.Name == "provider_key_missing" && one.Text == sentence));
    }
}
