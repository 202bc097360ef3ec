using System.Globalization;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Settings;

namespace FinRisk.Functions.Settings;

/// <summary>
/// Reads and validates the settings that only the Functions host has. The reader collects errors, so reading continues with a
/// placeholder after an invalid value.
/// </summary>
internal static class FunctionsSettingsReader
{
    private const string Storage = "AzureWebJobsStorage";
    private const int KeyBytes = PrivacySettings.KeyEncryptionKeyBytes;

    public static FunctionsSettings Read(SettingsReader reader)
    {
        var settings = new FunctionsSettings
        {
            Storage = ReadStorage(reader),
            Privacy = ReadPrivacy(reader),
            Callers = ReadCallers(reader),
            AppConfigurationEndpoint = reader.ReadUri(
                "AppConfiguration:Endpoint",
                address => address.Scheme == Uri.UriSchemeHttps && address.PathAndQuery == "/",
                "an https address without path, https://{store}.azconfig.io"),
        };
        reader.RejectUnknown("Privacy", "Callers", "AppConfiguration");
        return settings;
    }

    private static StorageSettings ReadStorage(SettingsReader reader)
    {
        var account = reader.ReadString($"{Storage}:accountName", $"the account's name, where {Storage} is not set");
        var settings = new StorageSettings
        {
            ConnectionString = reader.ReadString(Storage, "a connection string; in Azure the account and an identity instead"),
            Tables = ReadServiceUri(reader, "table", account),
            Blobs = ReadServiceUri(reader, "blob", account),
            ClientId = reader.ReadString($"{Storage}:clientId", "the client id of a user-assigned identity"),
            ManagedIdentityOnly = string.Equals(
                reader.ReadString($"{Storage}:credential", "managedidentity: no other kind of identity is tried"),
                "managedidentity",
                StringComparison.OrdinalIgnoreCase),
        };
        reader.Require(
            settings.ConnectionString is not null || (settings.Tables is not null && settings.Blobs is not null),
            $"{Storage}: no storage account is configured; set {Storage}__accountName (in Azure), "
            + $"or {Storage} to UseDevelopmentStorage=true (Azurite).");
        return settings;
    }

    /// <summary>The address of a service (<c>table</c>, <c>blob</c>); null if neither it nor the account is configured.</summary>
    private static Uri? ReadServiceUri(SettingsReader reader, string service, string? account) =>
        reader.ReadUri(
            $"{Storage}:{service}ServiceUri",
            address => address.Scheme == Uri.UriSchemeHttps,
            "an https address; else from the account's name")
        ?? (account is null ? null : new Uri($"https://{account}.{service}.core.windows.net"));

    private static PrivacySettings ReadPrivacy(SettingsReader reader)
    {
        var secret = reader.ReadVaultSecretUri("Privacy:KeyEncryptionKeySecretUri");
        var key = ReadSecret(reader, "Privacy:KeyEncryptionKey", $"base64 of {KeyBytes} bytes, for development");
        reader.Require(
            secret is null != (key is null),
            "Privacy:KeyEncryptionKeySecretUri (in Azure) or Privacy:KeyEncryptionKey (for development): "
            + "set exactly one; without it the key ring would lie open.");
        reader.Require(
            key is null || key.Length == KeyBytes,
            $"Privacy:KeyEncryptionKey: the key must have exactly {KeyBytes} bytes; "
            + $"make one with: openssl rand -base64 {KeyBytes}");
        var pepper = ReadSecret(
            reader, "Privacy:Pepper", $"base64 of {LookupHasher.MinPepperBytes} bytes or more; required") ?? [];
        reader.Require(
            pepper.Length >= LookupHasher.MinPepperBytes,
            $"Privacy:Pepper: the secret of look-up hashes is needed, base64 of at least {LookupHasher.MinPepperBytes} bytes; "
            + $"make one with: openssl rand -base64 {LookupHasher.MinPepperBytes}");
        return new PrivacySettings
        {
            Pepper = pepper,
            PreviousPeppers = ReadPreviousPeppers(reader),
            KeyRingBlobUri = reader.ReadUri(
                "Privacy:KeyRingBlobUri",
                address => address.Scheme == Uri.UriSchemeHttps && address.Segments.Length >= 3,
                "a blob's address, https://{account}.blob.core.windows.net/{container}/{blob}",
                fallback: "finrisk-keys/keys.xml in the storage account"),
            KeyEncryptionKeySecretUri = secret,
            KeyEncryptionKey = key,
        };
    }

    private static byte[][] ReadPreviousPeppers(SettingsReader reader)
    {
        const string Setting = "Privacy:PreviousPeppers";
        byte[][] peppers = [.. ReadList(
            reader, Setting, $"base64 of {LookupHasher.MinPepperBytes} bytes or more each, separated by commas")
            .Select(text => ParseBase64(reader, Setting, text)).OfType<byte[]>()];
        reader.Require(
            peppers.All(pepper => pepper.Length >= LookupHasher.MinPepperBytes),
            $"{Setting}: each must have at least {LookupHasher.MinPepperBytes} bytes, as base64, separated by commas; "
            + "leave it empty where the pepper was not changed.");
        return [.. peppers.Where(pepper => pepper.Length >= LookupHasher.MinPepperBytes)];
    }

    private static CallerSettings ReadCallers(SettingsReader reader) => new()
    {
        TrustPrincipalHeader = reader.ReadBoolean("Callers:TrustPrincipalHeader", fallback: false),
        OperatorRole = reader.ReadString("Callers:OperatorRole", "the name of an app role", new CallerSettings().OperatorRole)
            ?? new CallerSettings().OperatorRole,
        Operators = ReadList(reader, "Callers:Operators", "names separated by commas").ToHashSet(StringComparer.Ordinal),
        Permits = ReadPermits(reader),
    };

    private static Dictionary<string, int> ReadPermits(SettingsReader reader)
    {
        const string Setting = "Callers:Permits";
        var permits = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in ReadList(reader, Setting, "name=permits separated by commas; permits 0 or more"))
        {
            reader.Require(
                entry.Split('=') is [{ Length: > 0 } name, var number]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && permits.TryAdd(name, value),
                $"{Setting}: '{entry}' is not name=permits, or names a caller again; "
                + "permits per RateLimit:Window, 0 is no limit.");
        }

        return permits;
    }

    /// <summary>Reads the parts of a comma-separated setting, without empty ones; none if the setting is absent.</summary>
    private static string[] ReadList(SettingsReader reader, string setting, string range) =>
        (reader.ReadString(setting, range) ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads a secret in base64; null if the setting is absent or invalid.</summary>
    private static byte[]? ReadSecret(SettingsReader reader, string setting, string range) =>
        reader.ReadString(setting, range) is { } text ? ParseBase64(reader, setting, text) : null;

    /// <summary>
    /// Parses base64; null if the text is invalid, with a message that does not quote it, because it is a secret.
    /// </summary>
    private static byte[]? ParseBase64(SettingsReader reader, string setting, string text)
    {
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length))
            return bytes[..length];
        reader.Require(met: false, $"{setting}: the value is not base64.");
        return null;
    }
}
