namespace FinRisk.Architecture.Tests;

/// <summary>What is deployed agrees with what the code reads, and each disagreement would be seen.</summary>
public sealed class DeploymentSettingsTests
{
    private readonly DeploymentFiles _files = DeploymentFiles.Read();

    [Fact]
    public void Terraform_image_sample_and_host_json_agree_with_the_code() => Assert.Empty(_files.Faults());

    [Fact]
    public void A_setting_that_nobody_reads_is_seen() =>
        AssertSeen(
            _files with { Terraform = Swap(_files.Terraform, "RiskShield__BaseUrl", "RiskShield__BaseUrll") },
            "RiskShield:BaseUrll is set, and nobody reads it");

    [Fact]
    public void A_misspelt_setting_of_the_sample_is_seen_twice() =>
        AssertSeen(
            _files with { Sample = Swap(_files.Sample, "Retry:MaxAttempts", "Retry:MaxAttemps") },
            "Retry:MaxAttemps is set, and nobody reads it",
            "Retry:MaxAttempts is read, and local.settings.sample.json does not show it");

    [Fact]
    public void An_override_of_nothing_is_seen() =>
        AssertSeen(
            _files with { Terraform = Swap(_files.Terraform, "durableTask__hubName", "durableTasks__hubName") },
            "AzureFunctionsJobHost:extensions:durableTasks:hubName overrides nothing that host.json has");

    [Fact]
    public void Another_port_in_the_image_is_seen() =>
        AssertSeen(
            _files with { Dockerfile = Swap(_files.Dockerfile, "EXPOSE 8080", "EXPOSE 80") },
            "image, probes and ingress disagree on the port: 8080, 80");

    [Fact]
    public void A_probe_of_a_path_that_is_not_there_is_seen() =>
        AssertSeen(
            _files with { TerraformApp = _files.TerraformApp + "/health/alive" },
            "/health/alive is probed, and no endpoint answers it");

    private static string Swap(string text, string old, string now)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, now, StringComparison.Ordinal);
    }

    private static void AssertSeen(DeploymentFiles files, params string[] faults) => Assert.Equal(faults, files.Faults());
}
