using FinRisk.Local.Callers;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Settings;

namespace FinRisk.Local.Settings;

/// <summary>Reads and checks the settings of the local host.</summary>
internal static class LocalSettingsReader
{
    private const int MinKeyLength = 16;
    private const int MaxNameLength = 64;

    public static LocalSettings Read(SettingsReader reader, IConfiguration configuration)
    {
        var settings = new LocalSettings
        {
            DataFolder = reader.Text("Local:DataFolder") ?? new LocalSettings().DataFolder,
            Simulator = reader.Switch("Local:Simulator", fallback: reader.Text("RiskShield:BaseUrl") is null),
            Callers = [.. configuration.GetSection("Local:Callers").GetChildren().Select(caller => ReadCaller(reader, caller))],
        };
        reader.Require(
            !settings.Simulator || reader.Text("RiskShield:BaseUrl") is null,
            "Local:Simulator: true contradicts RiskShield:BaseUrl, which names another vendor; unset one of them.");
        reader.Require(
            settings.Callers.DistinctBy(caller => caller.Key).Count() == settings.Callers.Count,
            "Local:Callers: two callers have the same key, so they could not be distinguished; give each its own.");
        foreach (var address in Addresses(configuration))
        {
            reader.Require(
                !address.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
                $"urls: {address} is https, which this host does not serve; "
                + "use http, behind a proxy that ends TLS where others are to reach it.");
            reader.Require(
                settings.Callers.Count > 0 || IsLoopback(address),
                $"urls: {address} is reachable from other machines, so callers need keys; "
                + "set Local:Callers:{name}:Key for each, or listen on 127.0.0.1.");
        }

        reader.RejectUnknown("Local");
        return settings;
    }

    private static CallerKey ReadCaller(SettingsReader reader, IConfigurationSection caller)
    {
        var key = reader.Text(caller.Path + ":Key") ?? "";
        reader.Require(
            key.Length >= MinKeyLength,
            $"{caller.Path}:Key: the key must have at least {MinKeyLength} characters, so that it cannot be guessed.");
        reader.Require(
            caller.Key.Length <= MaxNameLength && !caller.Key.AsSpan().ContainsAnyExcept(NameAlphabet.Characters),
            $"{caller.Path}: a caller's name stands in logs and audit records; use 1 to {MaxNameLength} of A-Z a-z 0-9 . _ -");
        return new CallerKey(
            caller.Key,
            key,
            reader.Switch(caller.Path + ":Operator", fallback: false),
            reader.OptionalNumber(caller.Path + ":Permits", 0));
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration) =>
        (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""));

    /// <summary>What cannot be read as an address (<c>http://*:80</c>) is taken for one that everybody reaches.</summary>
    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && LoopbackName.IsLoopback(uri.Host);
}
