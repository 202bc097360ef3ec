using FinRisk.Local.Tests.Harness;
using FinRisk.Local.Tests.Hosting;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Local.Tests.Providers;

/// <summary>The host's client of each provider against the simulator's vendor of the same name, over HTTP.</summary>
public sealed class SimulatedBackupTests
{
    private const string SimulatorsAddress = "http://127.0.0.1:7072";

    [Theory]
    [InlineData(ProviderName.RiskShield)]
    [InlineData("second")]
    public async Task Each_adapter_gets_a_score_from_the_vendor_that_it_was_written_for(string provider)
    {
        await using var host = await RunningHost.StartAsync("--Backup:BaseUrl=" + SimulatorsAddress, "--Backup:Name=second");
        var result = await ScoreAsync(host, provider);
        Assert.Equal(AttemptStatus.Scored, result.Status);
        Assert.InRange(result.Score!.RiskScore, 0, 100);
    }

    [Fact]
    public async Task The_simulated_backup_accepts_the_configured_key()
    {
        await using var host = await RunningHost.StartAsync("--Backup:BaseUrl=" + SimulatorsAddress, "--Backup:ApiKey=of-my-own");
        Assert.Equal(AttemptStatus.Scored, (await ScoreAsync(host, "backup")).Status);
    }

    /// <summary>Nobody asked for the simulator there.</summary>
    [Fact]
    public async Task A_backup_elsewhere_gets_no_development_key()
    {
        await using var host = await RunningHost.StartAsync("--Backup:BaseUrl=http://127.0.0.1:9");
        Assert.Equal(AttemptStatus.NotConfigured, (await ScoreAsync(host, "backup")).Status);
    }

    [Fact]
    public async Task Without_an_address_there_is_none()
    {
        await using var host = await RunningHost.StartAsync();
        Assert.Null(host.Service<ProviderRegistry>().Find("backup"));
    }

    private static Task<AttemptResult> ScoreAsync(RunningHost host, string provider) =>
        host.Service<ProviderRegistry>().Find(provider)!.ScoreAsync(
            new VendorExchange
            {
                Applicant = Sample.Jane,
                ValidationId = ValidationId.New(TimeProvider.System),
                IdempotencyKey = "key-" + provider,
                CorrelationId = "corr-1",
            },
            default);
}
