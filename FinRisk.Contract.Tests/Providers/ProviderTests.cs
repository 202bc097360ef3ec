using FinRisk.Contract.Tests.Harness;
using FinRisk.Testing.Tools;
using RiskShield.Simulator;

namespace FinRisk.Contract.Tests.Providers;

/// <summary>The provider's side: the committed pacts against the simulator, or against a sandbox where one is set.</summary>
public sealed class ProviderTests
{
    [NodeTheory]
    [InlineData("RiskShield", "/control")]
    [InlineData("Backup", "/backup/control")]
    public async Task The_provider_keeps_the_pact(string provider, string control)
    {
        var pact = Pacts.All[provider];
        var verification = Sandbox.FromEnvironment(pact) is { } sandbox
            ? await sandbox.VerifyAsync()
            : await VerifySimulatorAsync(pact, control);
        Assert.True(verification.Passed, verification.Report);
    }

    [NodeTheory]
    [InlineData("RiskShield", "/control")]
    [InlineData("Backup", "/backup/control")]
    public async Task Every_interaction_is_verified(string provider, string control)
    {
        var pact = Pacts.All[provider];
        var verification = await VerifySimulatorAsync(pact, control);
        Assert.NotEmpty(pact.Interactions);
        Assert.All(
            pact.Interactions,
            interaction => Assert.Contains(interaction.Description, verification.Report, StringComparison.Ordinal));
    }

    [NodeTheory]
    [InlineData("RiskShield")]
    [InlineData("Backup")]
    public async Task A_sandbox_is_verified_by_its_address_and_key_alone(string provider)
    {
        await using var simulator = await StartSandboxAsync();
        var verification = await new Sandbox(Pacts.All[provider], simulator.Address, "sandbox-key").VerifyAsync();
        Assert.True(verification.Passed, verification.Report);
    }

    [NodeFact]
    public async Task A_sandbox_that_refuses_the_key_fails()
    {
        await using var simulator = await StartSandboxAsync();
        var verification = await new Sandbox(Pacts.RiskShield, simulator.Address, "another-key").VerifyAsync();
        Assert.False(verification.Passed);
        Assert.Contains("expected 200 but was 401", verification.Report, StringComparison.Ordinal);
    }

    [NodeTheory]
    [InlineData("out-of-range", "$.riskScore")]
    [InlineData("wrong-type", "$.riskScore")]
    [InlineData("fraction", "$.riskScore")]
    [InlineData("missing-score", "riskScore")]
    [InlineData("unknown-level", "$.riskLevel")]
    [InlineData("missing-level", "riskLevel")]
    public async Task A_provider_whose_score_cannot_be_used_breaks_the_pact(string fault, string mismatch)
    {
        await using var simulator = await StartSandboxAsync();
        using var control = new SimulatorControl(new Uri(simulator.Address, "/control"));
        await control.FailAsync($"\"{fault}\"");
        var verification = await new Sandbox(Pacts.RiskShield, simulator.Address, "sandbox-key").VerifyAsync();
        Assert.False(verification.Passed, verification.Report);
        Assert.Contains("has a matching body (FAILED)", verification.Report, StringComparison.Ordinal);
        Assert.Contains(mismatch, verification.Report.Split("Failures:")[1], StringComparison.Ordinal);
    }

    private static Task<RiskShieldSimulator> StartSandboxAsync() => RiskShieldSimulator.StartAsync(new SimulatorOptions
    {
        Urls = "http://127.0.0.1:0",
        ApiKeys = ["sandbox-key"],
        BackupKeys = ["sandbox-key"],
    });

    private static async Task<Verification> VerifySimulatorAsync(ConsumerPact pact, string control)
    {
        await using var simulator = await RiskShieldSimulator.StartAsync();
        await using var states = await StateChanger.StartAsync(new Uri(simulator.Address, control));
        return await new PactVerifier(pact.Provider, simulator.Address, Pacts.CommittedFile(pact))
        {
            States = states.Address,
        }.RunAsync();
    }
}
