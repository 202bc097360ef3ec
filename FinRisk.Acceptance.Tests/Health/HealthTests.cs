using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Health;

/// <summary>Contract 7: health, for anyone who asks.</summary>
public sealed class HealthTests : AcceptanceTest
{
    /// <summary>No key is asked for.</summary>
    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_anonymous(string path) => (await FinRisk.As(null).GetAsync(path)).Is(200);

    /// <summary>Exactly the three checks, and nothing that helps an attacker.</summary>
    [Fact]
    public async Task Readiness_names_its_checks_and_no_secret()
    {
        var ready = (await FinRisk.GetAsync("/health/ready")).Is(200);
        Assert.Equal("application/json", ready.MediaType);
        Assert.NotEqual("", ready.Get("status"));
        Assert.Equal(
            ["circuit", "riskshieldKey", "storage"],
            ready.Json.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order());
        Assert.DoesNotContain("riskshield-simulator-key", ready.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\d+\.\d+\.\d+", ready.Text);
    }

    /// <summary>A backup has a key and a circuit of its own; without the key the service goes on with RiskShield.</summary>
    [OwnHostTheory]
    [InlineData(null, "ok")]
    [InlineData("", "missing")]
    public async Task A_backup_adds_its_key_and_its_circuit(string? key, string told)
    {
        using var target = await OwnTarget.StartWithBackupAsync(key is null ? [] : [("Backup:ApiKey", key)]);
        var checks = (await target.FinRisk.GetAsync("/health/ready")).Is(200).Json.GetProperty("checks");
        Assert.Equal(
            ["backupCircuit", "backupKey", "circuit", "riskshieldKey", "storage"],
            checks.EnumerateObject().Select(check => check.Name).Order());
        Assert.Equal(("ok", told), (checks.GetProperty("riskshieldKey").GetString(),
            checks.GetProperty("backupKey").GetString()));
    }

    /// <summary>Without a vendor key the process lives, but is not ready, and says why to operator and caller.</summary>
    [OwnHostFact]
    public async Task Without_a_vendor_key_it_is_not_ready()
    {
        using var target = await OwnTarget.StartAsync(AcceptanceSettings.With(("RiskShield:ApiKey", "")), "/health/live");
        var ready = (await target.FinRisk.GetAsync("/health/ready")).Is(503);
        Assert.Equal(3, ready.Json.GetProperty("checks").EnumerateObject().Count());
        (await target.FinRisk.GetAsync("/health")).Is(200);

        Expect.Problem(await target.FinRisk.ValidateAsync(Applicant.New()), 503, "service-not-configured");
        Assert.Equal(0, (await target.Vendor.StatsAsync()).Calls);
    }
}
