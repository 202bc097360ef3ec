using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinRisk.Functions.Settings;
using FinRisk.Scoring;
using FinRisk.Scoring.Settings;
using FinRisk.Testing;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.Configuration;
using RiskShield.Simulator;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// What a developer copies from the documentation or starts with a key works together: addresses, versions, settings, tasks.
/// </summary>
public sealed class DevelopmentFilesTests
{
    private const string Page = "docs/functions.md";
    private const string Tasks = ".vscode/tasks.json";
    private const string Launch = ".vscode/launch.json";
    private const string Sample = "local.settings.sample.json";

    /// <summary>Everything with addresses of a developer's machine.</summary>
    private static readonly string[] Guides =
        ["README.md", Page, "docs/operations.md", "FinRisk.http", Sample, Tasks, Launch,
            ".azure-pipelines/scripts/acceptance.sh"];

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void The_sample_calls_the_simulator_where_it_listens() =>
        Assert.Equal(SimulatorOptions.DefaultUrls, Values(Repository.Read(Sample))["RiskShield:BaseUrl"]);

    [Fact]
    public void Every_local_address_is_the_hosts_or_the_simulators()
    {
        var simulator = new Uri(SimulatorOptions.DefaultUrls).Port;
        var addresses =
            Guides.SelectMany(file => Regex.Matches(Repository.Read(file), @"(?:127\.0\.0\.1|localhost):(\d+)").Select(address =>
            (File: file, Port: int.Parse(address.Groups[1].ValueSpan, provider: null)))).ToList();
        Assert.Contains((Page, 7071), addresses);
        Assert.Contains((Sample, simulator), addresses);
        Assert.All(addresses, address => Assert.True(
            address.Port == 7071
                || address.Port == simulator, $"{address.File} names port {address.Port}, where neither listens."));
    }

    [Fact]
    public void Documentation_tasks_and_pipeline_run_the_same_Azurite()
    {
        var pipeline = Match(".azure-pipelines/variables.yml", @"^  azuriteVersion: (\S+)$");
        var options = Match(".azure-pipelines/scripts/acceptance.sh", "^azurite (.+) --location ");
        var command = $"npx --yes azurite@{pipeline} {options} --location .finrisk/azurite";
        Assert.Equal(command, Match(Page, "^(npx .*azurite.*)$"));
        Assert.Equal(command, TaskOf("Azurite").GetProperty("command").GetString());
    }

    [Fact]
    public void The_simulator_and_the_host_are_started_as_documented()
    {
        Assert.Equal(["run", "--project", "RiskShield.Simulator"], Arguments(TaskOf("RiskShield simulator")));
        Assert.Contains("dotnet run --project RiskShield.Simulator\n", Repository.Read(Page), StringComparison.Ordinal);

        var host = TaskOf("Functions host");
        Assert.Equal(["run"], Arguments(host));
        Assert.Equal("${workspaceFolder}/FinRisk.Functions", host.GetProperty("options").GetProperty("cwd").GetString());
        Assert.Contains("(cd FinRisk.Functions && dotnet run)\n", Repository.Read(Page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Tasks)]
    [InlineData(Launch)]
    [InlineData(".vscode/extensions.json")]
    [InlineData(".vscode/settings.json")]
    [InlineData(".devcontainer/devcontainer.json")]
    [InlineData("FinRisk.Functions/Properties/launchSettings.json")]
    [InlineData("renovate.json")]
    public void An_editors_or_a_tools_file_can_be_read_and_is_not_ignored(string file)
    {
        using var json = Json(file);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        Assert.DoesNotContain($"\n{file.Split('/')[0]}/\n", Repository.Read(".gitignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_task_and_program_that_is_started_is_there()
    {
        using var launch = Json(Launch);
        var configurations = launch.RootElement.GetProperty("configurations").EnumerateArray().ToList();
        var needed = TaskList().SelectMany(
            task => task.TryGetProperty("dependsOn", out var others) ? others.EnumerateArray() : [])
            .Concat(configurations.Select(configuration => configuration.GetProperty("preLaunchTask")))
            .Select(name => name.GetString());
        Assert.Empty(needed.Except(TaskList().Select(task => task.GetProperty("label").GetString())));

        var program = configurations.Single(
            configuration => configuration.TryGetProperty("program", out _)).GetProperty("program").GetString()!;
        var built = Regex.Match(program, @"^\$\{workspaceFolder\}/(.+)/bin/Debug/net(\d+\.\d+)/(.+)\.dll$");
        Assert.True(File.Exists(Repository.PathOf($"{built.Groups[1].Value}/{built.Groups[3].Value}.csproj")), program);
        Assert.Equal(Environment.Version.ToString(2), built.Groups[2].Value);
    }

    [Fact]
    public void The_container_brings_the_pipelines_Node_and_the_editors_extensions()
    {
        using var container = Json(".devcontainer/devcontainer.json");
        using var editor = Json(".vscode/extensions.json");
        var node = container.RootElement.GetProperty("features").EnumerateObject().Single(
            feature => feature.Name.Contains("/node:", StringComparison.Ordinal));
        Assert.Equal(
            Match(".azure-pipelines/variables.yml", @"^  nodeVersion: ([\d.]+)$"), node.Value.GetProperty("version").GetString());

        var inside = container.RootElement.GetProperty("customizations").GetProperty("vscode").GetProperty("extensions");
        Assert.Equal(
            editor.RootElement.GetProperty("recommendations").EnumerateArray().Select(name => name.GetString()).Where(
                name => name != "ms-vscode-remote.remote-containers"),
            inside.EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void Every_file_that_has_owners_is_there()
    {
        var lines = Repository.Read("CODEOWNERS").Split('\n').Where(line => line.StartsWith('/')).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            var path = Repository.PathOf(line.Split(' ')[0].TrimStart('/'));
            Assert.True(
                path.EndsWith(Path.DirectorySeparatorChar) || path.EndsWith('/') ? Directory.Exists(path) : File.Exists(path),
                line);
        });
    }

    [Fact]
    public void The_sample_as_it_is_lacks_its_secrets_and_nothing_else()
    {
        var exception = Assert.Throws<SettingsException>(() => Read(Values(Repository.Read(Sample))));
        Assert.Contains("Privacy:Pepper", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Privacy:KeyEncryptionKey", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("RiskShield", exception.Message, StringComparison.Ordinal);
    }

    [NodeFact]
    public void The_settings_that_are_made_from_it_are_enough_and_are_made_once()
    {
        var folder = Directory.CreateTempSubdirectory("finrisk-settings-");
        try
        {
            var file = Path.Combine(folder.FullName, "local.settings.json");
            MakeSettings(file);
            var made = File.ReadAllText(file);
            var values = Values(made);
            Read(values);
            Assert.Equal(SimulatorOptions.DevelopmentKey, values["RiskShield:ApiKey"]);

            MakeSettings(file);
            Assert.Equal(made, File.ReadAllText(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void MakeSettings(string file)
    {
        using var node = Process.Start(Prerequisite.Node.Path, [Repository.PathOf(".ci/local-settings.mjs"), file]);
        node.WaitForExit();
        Assert.Equal(0, node.ExitCode);
    }

    private static void Read(IReadOnlyDictionary<string, string?> values)
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        FunctionsSettingsReader.Read(reader);
        FinRiskSettingsReader.Read(reader);
        reader.ThrowIfInvalid();
    }

    private static Dictionary<string, string?> Values(string settings)
    {
        using var json = JsonDocument.Parse(settings);
        return json.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(
            value => value.Name, value => value.Value.GetString());
    }

    private static string Match(string file, string pattern)
    {
        var match = Regex.Match(Repository.Read(file), pattern, RegexOptions.Multiline);
        Assert.True(match.Success, $"{file} has no line {pattern}");
        return match.Groups[1].Value;
    }

    private static JsonDocument Json(string file) => JsonDocument.Parse(Repository.Read(file), WithComments);

    private static JsonElement[] TaskList()
    {
        using var tasks = Json(Tasks);
        return [.. tasks.RootElement.Clone().GetProperty("tasks").EnumerateArray()];
    }

    private static JsonElement TaskOf(string label) => TaskList().Single(task => task.GetProperty("label").GetString() == label);

    private static IEnumerable<string?> Arguments(JsonElement task) =>
        task.GetProperty("args").EnumerateArray().Select(argument => argument.GetString());
}
