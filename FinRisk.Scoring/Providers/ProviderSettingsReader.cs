using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Settings;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Reads and validates the settings of the providers. Errors are collected by the <see cref="SettingsReader"/>.
/// </summary>
internal static class ProviderSettingsReader
{
    /// <summary>Reads the settings <c>RiskShield:*</c>.</summary>
    public static RiskShieldSettings ReadRiskShield(SettingsReader reader)
    {
        var defaults = new RiskShieldSettings();
        var candidate = reader.ReadString("RiskShield:CandidatePath", "a path of the vendor such as /v2/score, without query");
        reader.Require(
            candidate is null || IsPath(candidate),
            $"RiskShield:CandidatePath: '{candidate}' must be a path such as /v2/score, without query.");
        var common = ReadCommon(reader, defaults, "the vendor's", defaults.BaseUrl.GetLeftPart(UriPartial.Authority));
        return (RiskShieldSettings)common with { CandidatePath = candidate };
    }

    /// <summary>
    /// Reads the settings <c>Backup:*</c>. Returns null if <c>Backup:BaseUrl</c> is not set; the other settings are validated
    /// even then.
    /// </summary>
    public static BackupSettings? ReadBackup(SettingsReader reader)
    {
        // A placeholder, because an address is required; below, its reference shows that none was configured.
        var defaults = new BackupSettings(new Uri("https://backup.invalid"));
        var common = ReadCommon(reader, defaults, "the backup's", SettingDescription.None);
        var name = reader.ReadString("Backup:Name", "1 to 32 of a-z, 0-9 and -, not riskshield", defaults.Name) ?? defaults.Name;
        reader.Require(
            BackupSettings.IsName(name),
            $"Backup:Name: '{name}' must be 1 to 32 of a-z, 0-9 and -, and not {ProviderName.RiskShield}; "
            + $"default {defaults.Name}.");
        var text = reader.ReadString("Backup:Bands", "lower bounds that fall, from 850 to 301", $"{defaults.Bands}");
        var bands = text is null ? defaults.Bands : ScoreBands.Parse(text);
        reader.Require(
            bands is not null,
            $"Backup:Bands: '{text}' must be lower bounds that fall, from {ScoreBands.MaxScore} to {ScoreBands.MinScore + 1}, "
            + $"such as the default {defaults.Bands}.");
        return ReferenceEquals(common.BaseUrl, defaults.BaseUrl)
            ? null
            : (BackupSettings)common with { Name = name, Bands = bands ?? defaults.Bands };
    }

    /// <summary>
    /// Requires that a provider's settings agree with each other and with the circuit: a proxy is set only for an address that is
    /// called through it, and <c>Circuit:ProbeLease</c> is longer than the provider's <c>AttemptTimeout</c>.
    /// </summary>
    public static void RequireAgreement(SettingsReader reader, ProviderSettings provider, TimeSpan probeLease)
    {
        var section = provider.Section;
        reader.Require(
            provider.Proxy is null || provider.UsesProxy,
            $"{section}:Proxy: {provider.BaseUrl} is never called through a proxy; "
            + "only an https address outside this machine is.");
        reader.Require(
            probeLease > provider.AttemptTimeout,
            $"Circuit:ProbeLease: {probeLease:c} must be longer than {section}:AttemptTimeout ({provider.AttemptTimeout:c}), "
            + "so that a probe's lease does not expire before its call ends.");
    }

    private static ProviderSettings ReadCommon(
        SettingsReader reader, ProviderSettings defaults, string whose, string defaultUrl)
    {
        var section = defaults.Section;
        var (shortest, longest) = (TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(60));
        var hasKey = reader.ReadString(
            section + ":ApiKey", $"{whose} key, or {section}:ApiKeySecretUri, not both") is not null;
        var secret = reader.ReadVaultSecretUri(section + ":ApiKeySecretUri");
        reader.Require(
            secret is null || !hasKey,
            $"{section}:ApiKey and {section}:ApiKeySecretUri are both set; set one of the two.");
        return defaults with
        {
            BaseUrl = reader.ReadUri(
                section + ":BaseUrl", IsAddress, "an https address without path (http only on loopback)", fallback: defaultUrl)
                ?? defaults.BaseUrl,
            Proxy = reader.ReadUri(
                section + ":Proxy",
                IsProxyAddress,
                "the address of an HTTP proxy without user or path, such as http://proxy.example:3128"),
            ApiKeySecretUri = secret,
            ConnectTimeout = reader.ReadDuration(section + ":ConnectTimeout", defaults.ConnectTimeout, shortest, longest),
            AttemptTimeout = reader.ReadDuration(section + ":AttemptTimeout", defaults.AttemptTimeout, shortest, longest),
            MaxConcurrentCalls = reader.ReadInt32(section + ":MaxConcurrentCalls", defaults.MaxConcurrentCalls, min: 1),
            MaxCallsPerSecond = reader.ReadOptionalInt32(section + ":MaxCallsPerSecond", min: 1),
            MaxQueueTime = reader.ReadDuration(section + ":MaxQueueTime", defaults.MaxQueueTime, TimeSpan.Zero, longest),
        };
    }

    /// <summary>
    /// True for a valid <c>BaseUrl</c>: https, or http on loopback, where nothing leaves the machine; no path, query or user.
    /// </summary>
    public static bool IsAddress(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    /// <summary>
    /// True for a valid <c>RiskShield:CandidatePath</c>: an absolute path without query, which cannot lead to another host.
    /// </summary>
    public static bool IsPath(string path) =>
        path is ['/', not '/', ..] && Uri.TryCreate(new Uri("https://vendor.example"), path, out var address)
        && address is { Host: "vendor.example", Query: "", Fragment: "" } && address.AbsolutePath == path;

    /// <summary>
    /// True for a valid <c>Proxy</c>: http or https, no path or query, and no user, whose password would be in plain settings.
    /// </summary>
    public static bool IsProxyAddress(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
