using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinRisk.Functions.Tests.Image;

/// <summary>What the Dockerfile's own steps make of what <c>.dockerignore</c> lets in.</summary>
public sealed partial class ImageTests(BuildStage stage) : IClassFixture<BuildStage>
{
    private string[] Files =>
        [.. Directory.GetFiles(stage.Output, "*", SearchOption.AllDirectories).Select(
            file => Path.GetRelativePath(stage.Output, file).Replace('\\', '/'))];

    /// <summary>Every file that the host and the worker start from.</summary>
    [ShellFact]
    public void What_the_host_reads_is_there()
    {
        var files = Files;
        foreach (var file in (string[])["host.json", "functions.metadata", "worker.config.json", "extensions.json",
            "FinRisk.Functions.dll"])
            Assert.Contains(file, files);
        Assert.Equal(
            "FinRisk.Functions.dll",
            Json("worker.config.json").GetProperty("description").GetProperty("defaultWorkerPath").GetString());
        Assert.Contains(
            "Validate", Json("functions.metadata").EnumerateArray().Select(function => function.GetProperty("name").GetString()));
    }

    /// <summary>Durable's engine among the host's extensions, and each of them where the host is told to look.</summary>
    [ShellFact]
    public void The_hosts_extensions_are_there()
    {
        var extensions = Json("extensions.json").GetProperty("extensions").EnumerateArray().ToArray();
        Assert.Contains("DurableTask", extensions.Select(extension => extension.GetProperty("name").GetString()));
        Assert.All(
            extensions, extension => Assert.Contains(extension.GetProperty("hintPath").GetString()!["./".Length..], Files));
        Assert.Contains(".azurefunctions/DurableTask.AzureStorage.dll", Files);
    }

    /// <summary>No settings of a developer, no symbols, and of our assemblies exactly the product's.</summary>
    [ShellFact]
    public void Nothing_else_is_there()
    {
        Assert.DoesNotContain(
            Files, file => Path.GetFileName(file).StartsWith("local.settings", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Files, file => file.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.DoesNotContain(Files, file =>
            file.Contains("xunit", StringComparison.OrdinalIgnoreCase) || file.Contains("testhost", StringComparison.Ordinal));
        Assert.Equal(
            ["FinRisk.Functions.dll", "FinRisk.Redis.dll", "FinRisk.Scoring.dll", "FinRisk.Telemetry.dll"],
            Files.Where(file => OwnAssembly().IsMatch(file)).Order(StringComparer.Ordinal));
    }

    /// <summary>Our assemblies hold native code, so that a new replica's first answer does not wait for the JIT.</summary>
    [ShellFact]
    public void Our_assemblies_are_ReadyToRun()
    {
        var own = Files.Where(file => OwnAssembly().IsMatch(file)).ToArray();
        Assert.NotEmpty(own);
        Assert.All(own, file =>
        {
            using var image = new PEReader(File.OpenRead(Path.Combine(stage.Output, file)));
            Assert.True(image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{file} holds no native code.");
        });
    }

    private JsonElement Json(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(stage.Output, file))).RootElement;

    [GeneratedRegex(@"^(FinRisk|RiskShield)\.[\w.]+\.dll$")]
    private static partial Regex OwnAssembly();
}
