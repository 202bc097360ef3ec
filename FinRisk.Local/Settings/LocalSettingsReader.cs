using FinRisk.Local.Callers;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Settings;

namespace FinRisk.Local.Settings;

/// <summary>Reads and checks the settings of the local host.</summary>
internal static class LocalSettingsReader
{
    private const int MinKeyLength = 16;
    private const int MaxNameLength = 64;

    /// <summary>The address on which the host listens unless <c>urls</c> is set.</summary>
    public const string DefaultUrl = "http://127.0.0.1:7071";

    /// <summary>Reads the settings. Errors are collected in <paramref name="reader"/>.</summary>
    public static LocalSettings Read(SettingsReader reader, IConfiguration configuration)
    {
        Describe(reader);
        var settings = new LocalSettings
        {
            DataFolder = reader.ReadString("Local:DataFolder") ?? new LocalSettings().DataFolder,
            Simulator = ReadSimulator(reader),
            Callers = [.. configuration.GetSection("Local:Callers").GetChildren().Select(caller => ReadCaller(reader, caller))],
        };
        reader.Require(
            !settings.Simulator || reader.ReadString("RiskShield:BaseUrl") is null,
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

    /// <summary>Describes, for <c>--help</c>, the settings whose type does not tell their default and range.</summary>
    private static void Describe(SettingsReader reader)
    {
        reader.Describe("urls", DefaultUrl, "http addresses separated by semicolons; without callers' keys on loopback only");
        reader.Describe("Local:DataFolder", new LocalSettings().DataFolder, "a folder, from the working folder on");
        reader.Describe("Local:Callers:{name}:Key", SettingDescription.None, $"{MinKeyLength} characters or more");
        reader.Describe("Local:Callers:{name}:Operator", "false", "true or false");
        reader.Describe("Local:Callers:{name}:Permits", "RateLimit:Permits", "0 or more");
    }

    private static CallerKey ReadCaller(SettingsReader reader, IConfigurationSection caller)
    {
        var key = reader.ReadString(caller.Path + ":Key") ?? "";
        reader.Require(
            key.Length >= MinKeyLength,
            $"{caller.Path}:Key: the key must have at least {MinKeyLength} characters, so that it cannot be guessed.");
        reader.Require(
            caller.Key.Length <= MaxNameLength && !caller.Key.AsSpan().ContainsAnyExcept(NameAlphabet.Characters),
            $"{caller.Path}: a caller's name stands in logs and audit records; use 1 to {MaxNameLength} of A-Z a-z 0-9 . _ -");
        return new CallerKey(
            caller.Key,
            key,
            reader.ReadBoolean(caller.Path + ":Operator", fallback: false),
            reader.ReadOptionalInt32(caller.Path + ":Permits", min: 0));
    }

    private static bool ReadSimulator(SettingsReader reader)
    {
        const string Setting = "Local:Simulator";
        var simulator = reader.ReadBoolean(Setting, fallback: reader.ReadString("RiskShield:BaseUrl") is null);
        reader.Describe(Setting, "true unless RiskShield:BaseUrl is set", "true or false");
        return simulator;
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration) =>
        (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""));

    /// <summary>
    /// True if an address is reachable only from this machine. An address that cannot be parsed (<c>http://*:80</c>) counts as
    /// reachable from others.
    /// </summary>
    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && LoopbackName.IsLoopback(uri.Host);
}
