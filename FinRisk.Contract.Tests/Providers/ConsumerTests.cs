using System.Text.Json.Nodes;
using FinRisk.Contract.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Contract.Tests.Providers;

/// <summary>The consumer's side: the product's client against Pact's mock server.</summary>
public sealed class ConsumerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("finrisk-pact-");

    public static TheoryData<string, string> Interactions()
    {
        var rows = new TheoryData<string, string>();
        foreach (var pact in Pacts.All.Values)
        {
            foreach (var interaction in pact.Interactions)
                rows.Add(pact.Provider, interaction.Description);
        }

        return rows;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [NodeTheory]
    [MemberData(nameof(Interactions))]
    public async Task The_client_asks_as_the_pact_says_and_understands_the_response(string provider, string description)
    {
        var pact = Pacts.All[provider];
        var interaction = pact.Interactions.Single(one => one.Description == description);
        await pact.ProduceAsync(interaction, _folder.FullName);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, pact.FileName)));
    }

    [NodeTheory]
    [InlineData("RiskShield")]
    [InlineData("Backup")]
    public async Task The_committed_pact_is_what_the_client_produces(string provider)
    {
        var pact = Pacts.All[provider];
        foreach (var interaction in pact.Interactions)
            await pact.ProduceAsync(interaction, _folder.FullName);

        // Kept where it can be copied from.
        var produced = Path.Combine(AppContext.BaseDirectory, pact.FileName);
        File.Copy(Path.Combine(_folder.FullName, pact.FileName), produced, overwrite: true);
        Assert.True(
            JsonNode.DeepEquals(ReadContract(produced), ReadContract(Pacts.CommittedFile(pact))),
            $"The pact has changed. If that is meant, and the provider agrees: cp {produced} {Pacts.CommittedFile(pact)}");
    }

    /// <summary>A pact without the versions of the tools that wrote it.</summary>
    private static JsonNode? ReadContract(string file)
    {
        if (!File.Exists(file))
            return null;
        var pact = JsonNode.Parse(File.ReadAllText(file))!;
        pact["metadata"]!.AsObject().Remove("pactRust");
        return pact;
    }
}
