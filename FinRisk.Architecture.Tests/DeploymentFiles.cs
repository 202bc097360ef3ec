using System.Text.Json;
using System.Text.RegularExpressions;
using FinRisk.Functions.Settings;
using FinRisk.Scoring;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Settings;
using FinRisk.Testing;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// The four places outside the code that name settings, as text: Terraform's map, the sample for developers, the image and
/// host.json; and what is wrong with them, one sentence a fault.
/// </summary>
internal sealed record DeploymentFiles(string Terraform, string TerraformApp, string Sample, string Dockerfile, string HostJson)
{
    /// <summary>What the platform or the Functions host reads, not we.</summary>
    private static readonly Regex Platform = new(
        "^(AzureWebJobsStorage(:.+)?|AzureWebJobsSecretStorageType|FUNCTIONS_.+|APPLICATIONINSIGHTS_.+|AZURE_CLIENT_ID|"
        + "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"
        + "|ASPNETCORE_URLS|AzureWebJobsScriptRoot|DOTNET_EnableDiagnostics)$");

    /// <summary>The files of this checkout.</summary>
    public static DeploymentFiles Read() => new(
        Repository.Read("infra/modules/app/settings.tf"),
        Repository.Read("infra/modules/app/main.tf"),
        Repository.Read("local.settings.sample.json"),
        Repository.Read("FinRisk.Functions/Dockerfile"),
        Repository.Read("host.json"));

    /// <summary>Every setting that the Functions app reads: found by reading them.</summary>
    public static IReadOnlySet<string> Known()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        FinRiskSettingsReader.Read(reader);
        FunctionsSettingsReader.Read(reader);
        return reader.SettingNames.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What is wrong.</summary>
    public IEnumerable<string> Faults()
    {
        var known = Known();
        foreach (var key in TerraformKeys().Concat(SampleKeys()).Concat(ImageKeys()).Where(key => !IsRead(key, known)))
            yield return $"{key} is set, and nobody reads it";
        foreach (
            var key in known.Except(SampleKeys()).Where(key => !key.StartsWith("AzureWebJobsStorage:", StringComparison.Ordinal)))
            yield return $"{key} is read, and local.settings.sample.json does not show it";
        foreach (var key in TerraformKeys().Concat(ImageKeys()).Where(
            key => key.StartsWith("AzureFunctionsJobHost:", StringComparison.Ordinal)))
        {
            if (!OverridesHostJson(key))
                yield return $"{key} overrides nothing that host.json has";
        }

        var ports = Regex.Matches(TerraformApp, @"\b(?:targetPort|port)\s*=\s*(\d+)").Select(match => match.Groups[1].Value)
            .Append(Regex.Match(Dockerfile, @"EXPOSE (\d+)").Groups[1].Value)
            .Append(Regex.Match(Dockerfile, @"ASPNETCORE_URLS=http://\+:(\d+)").Groups[1].Value)
            .Distinct().ToList();
        if (ports is not ["8080"])
            yield return $"image, probes and ingress disagree on the port: {string.Join(", ", ports)}";
        foreach (var path in Regex.Matches(TerraformApp + Dockerfile, "/health/[a-z]+").Select(match => match.Value).Distinct())
        {
            if (path is not (HealthEndpoint.LiveRoute or HealthEndpoint.ReadyRoute))
                yield return $"{path} is probed, and no endpoint answers it";
        }
    }

    private static bool IsRead(string key, IReadOnlySet<string> known) =>
        known.Contains(key) || Platform.IsMatch(key) || key.StartsWith("AzureFunctionsJobHost:", StringComparison.Ordinal);

    private IEnumerable<string> TerraformKeys() =>
        Regex.Matches(
            Terraform, "^\\s+\"([A-Za-z_]+)\"\\s*=", RegexOptions.Multiline).Select(match => Colons(match.Groups[1].Value));

    private IEnumerable<string> SampleKeys()
    {
        using var sample = JsonDocument.Parse(Sample);
        return [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => Colons(value.Name))];
    }

    private IEnumerable<string> ImageKeys() =>
        Regex.Matches(FinalStage, @"^(?:ENV)?\s+([A-Za-z_]+)=\S+(?:\s*\\)?$", RegexOptions.Multiline)
            .Select(match => Colons(match.Groups[1].Value));

    /// <summary>What the image runs with: the stage that builds has an environment of its own, which goes no further.</summary>
    private string FinalStage => Dockerfile[Dockerfile.IndexOf(" AS final", StringComparison.Ordinal)..];

    /// <summary>
    /// An override must stand beside something: a section that host.json does not have is most likely misspelt.
    /// </summary>
    private bool OverridesHostJson(string key)
    {
        using var host = JsonDocument.Parse(HostJson);
        var section = host.RootElement;
        foreach (var name in key.Split(':')[1..^1])
        {
            var found = section.EnumerateObject().FirstOrDefault(
                child => child.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

            // The console logger's own section is the host's and is in no host.json.
            if (found.ValueKind != JsonValueKind.Object)
                return name.Equals("Console", StringComparison.OrdinalIgnoreCase);
            section = found;
        }

        return true;
    }

    private static string Colons(string key) => key.Replace("__", ":", StringComparison.Ordinal);
}
