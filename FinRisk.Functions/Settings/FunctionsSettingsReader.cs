using System.Globalization;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Settings;

namespace FinRisk.Functions.Settings;

/// <summary>Reads and checks the settings of the Functions host.</summary>
internal static class FunctionsSettingsReader
{
    private const string Storage = "AzureWebJobsStorage";
    private const int KeyBytes = 32;

    public static FunctionsSettings Read(SettingsReader reader)
    {
        var settings = new FunctionsSettings
        {
            Storage = ReadStorage(reader),
            Privacy = ReadPrivacy(reader),
            Callers = ReadCallers(reader),
            AppConfigurationEndpoint = reader.Address(
                "AppConfiguration:Endpoint",
                address => address.Scheme == Uri.UriSchemeHttps && address.PathAndQuery == "/",
                "an https address without path, https://{store}.azconfig.io"),
        };
        reader.RejectUnknown("Privacy", "Callers", "AppConfiguration");
        return settings;
    }

    private static StorageSettings ReadStorage(SettingsReader reader)
    {
        var account = reader.Text($"{Storage}:accountName");
        var settings = new StorageSettings
        {
            ConnectionString = reader.Text(Storage),
            Tables = Service(reader, "table", account),
            Blobs = Service(reader, "blob", account),
            ClientId = reader.Text($"{Storage}:clientId"),
            ManagedIdentityOnly = string.Equals(
                reader.Text($"{Storage}:credential"), "managedidentity", StringComparison.OrdinalIgnoreCase),
        };
        reader.Require(
            settings.ConnectionString is not null || (settings.Tables is not null && settings.Blobs is not null),
            $"{Storage}: no storage account is configured; set {Storage}__accountName (in Azure), "
            + $"or {Storage} to UseDevelopmentStorage=true (Azurite).");
        return settings;
    }

    private static Uri? Service(SettingsReader reader, string service, string? account) =>
        reader.Address($"{Storage}:{service}ServiceUri", address => address.Scheme == Uri.UriSchemeHttps, "an https address")
        ?? (account is null ? null : new Uri($"https://{account}.{service}.core.windows.net"));

    private static PrivacySettings ReadPrivacy(SettingsReader reader)
    {
        var secret = reader.VaultSecret("Privacy:KeyEncryptionKeySecretUri");
        var key = Secret(reader, "Privacy:KeyEncryptionKey");
        reader.Require(
            secret is null != (key is null),
            "Privacy:KeyEncryptionKeySecretUri (in Azure) or Privacy:KeyEncryptionKey (for development): "
            + "set exactly one; without it the key ring would lie open.");
        reader.Require(
            key is null || key.Length == KeyBytes,
            $"Privacy:KeyEncryptionKey: the key must have exactly {KeyBytes} bytes; "
            + $"make one with: openssl rand -base64 {KeyBytes}");
        var pepper = Secret(reader, "Privacy:Pepper") ?? [];
        reader.Require(
            pepper.Length >= LookupHasher.MinPepperBytes,
            $"Privacy:Pepper: the secret of look-up hashes is needed, base64 of at least {LookupHasher.MinPepperBytes} bytes; "
            + $"make one with: openssl rand -base64 {LookupHasher.MinPepperBytes}");
        return new PrivacySettings
        {
            Pepper = pepper,
            PreviousPeppers = ReadPreviousPeppers(reader),
            KeyRingBlobUri = reader.Address(
                "Privacy:KeyRingBlobUri",
                address => address.Scheme == Uri.UriSchemeHttps && address.Segments.Length >= 3,
                "a blob's address, https://{account}.blob.core.windows.net/{container}/{blob}"),
            KeyEncryptionKeySecretUri = secret,
            KeyEncryptionKey = key,
        };
    }

    private static byte[][] ReadPreviousPeppers(SettingsReader reader)
    {
        const string setting = "Privacy:PreviousPeppers";
        byte[][] peppers = [.. List(reader, setting).Select(text => Base64(reader, setting, text)).OfType<byte[]>()];
        reader.Require(
            peppers.All(pepper => pepper.Length >= LookupHasher.MinPepperBytes),
            $"{setting}: each must have at least {LookupHasher.MinPepperBytes} bytes, as base64, separated by commas; "
            + "leave it empty where the pepper was not changed.");
        return [.. peppers.Where(pepper => pepper.Length >= LookupHasher.MinPepperBytes)];
    }

    private static CallerSettings ReadCallers(SettingsReader reader) => new()
    {
        TrustPrincipalHeader = reader.Switch("Callers:TrustPrincipalHeader", fallback: false),
        OperatorRole = reader.Text("Callers:OperatorRole") ?? new CallerSettings().OperatorRole,
        Operators = List(reader, "Callers:Operators").ToHashSet(StringComparer.Ordinal),
        Permits = ReadPermits(reader),
    };

    private static Dictionary<string, int> ReadPermits(SettingsReader reader)
    {
        const string Setting = "Callers:Permits";
        var permits = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in List(reader, Setting))
        {
            reader.Require(
                entry.Split('=') is [{ Length: > 0 } name, var number]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && permits.TryAdd(name, value),
                $"{Setting}: '{entry}' is not name=permits, or names a caller again; permits are 0 or more, default none.");
        }

        return permits;
    }

    private static string[] List(SettingsReader reader, string setting) =>
        (reader.Text(setting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads base64; the message about a bad value never repeats it.</summary>
    private static byte[]? Secret(SettingsReader reader, string setting) =>
        reader.Text(setting) is { } text ? Base64(reader, setting, text) : null;

    private static byte[]? Base64(SettingsReader reader, string setting, string text)
    {
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length))
            return bytes[..length];
        reader.Require(met: false, $"{setting}: the value is not base64.");
        return null;
    }
}
