using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.Settings;

/// <summary>
/// Reads settings one by one and collects all errors, so that an operator can correct them together. (The configuration binder
/// stops at the first value that it cannot convert, and its message does not state the allowed range.) After an invalid value the
/// default (or null) is returned, so that reading continues; <see cref="ThrowIfInvalid"/> is called last.
/// </summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    private const string Redaction = "(redacted)";

    private readonly List<string> _errors = [];
    private readonly HashSet<string> _settingNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SettingDescription> _descriptions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all settings that have been read or described.</summary>
    public IReadOnlyCollection<string> SettingNames => _settingNames;

    /// <summary>
    /// The descriptions of all settings that have been read with a description, in the order of their first one.
    /// </summary>
    public IReadOnlyCollection<SettingDescription> Descriptions => _descriptions.Values;

    /// <summary>Adds the description of a setting. A later description of the same setting replaces it.</summary>
    public void Describe(string setting, string fallback, string range)
    {
        _settingNames.Add(setting);
        _descriptions[setting] = new SettingDescription(setting, fallback, range);
    }

    /// <summary>Reads a duration of the form <c>[d.]hh:mm:ss[.fffffff]</c>; its limits are inclusive.</summary>
    public TimeSpan ReadDuration(string setting, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        Describe(
            setting,
            SettingDescription.Text(fallback),
            $"{SettingDescription.Text(min)} to {SettingDescription.Text(max)}");
        if (ReadString(setting) is not { } text)
            return fallback;

        // TimeSpan parses "10" as ten days and "0:10" as ten minutes, which is hardly ever meant, so two colons are required.
        if (text.AsSpan().Count(':') != 2 || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value))
            return AddError(
                fallback,
                $"{setting}: '{text}' is not a duration of the form hh:mm:ss; allowed {min:c} to {max:c}, default {fallback:c}.");
        return value >= min && value <= max
            ? value
            : AddError(fallback, $"{setting}: '{text}' is out of range; allowed {min:c} to {max:c}, default {fallback:c}.");
    }

    /// <summary>Reads a whole number.</summary>
    public int ReadInt32(string setting, int fallback, int min, int max = int.MaxValue) =>
        ReadInt32(setting, min, max, fallback.ToString(CultureInfo.InvariantCulture)) ?? fallback;

    /// <summary>Reads a whole number; null if the setting is absent or invalid.</summary>
    public int? ReadOptionalInt32(string setting, int min, int max = int.MaxValue) =>
        ReadInt32(setting, min, max, SettingDescription.None);

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public bool ReadBoolean(string setting, bool fallback)
    {
        Describe(setting, fallback ? "true" : "false", "true or false");
        if (ReadString(setting) is not { } text)
            return fallback;
        return bool.TryParse(text, out var value)
            ? value
            : AddError(fallback, $"{setting}: '{text}' is neither true nor false; default {(fallback ? "true" : "false")}.");
    }

    /// <summary>Reads a text; null if the setting is absent or empty.</summary>
    public string? ReadString(string setting)
    {
        _settingNames.Add(setting);
        return configuration[setting] is { Length: > 0 } text ? text : null;
    }

    /// <summary>
    /// Reads a text like <see cref="ReadString(string)"/>, and adds a description with its allowed values and its default.
    /// </summary>
    public string? ReadString(string setting, string range, string fallback = SettingDescription.None)
    {
        Describe(setting, fallback, range);
        return ReadString(setting);
    }

    /// <summary>Reads an absolute URI; null if the setting is absent or invalid.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="accept">Returns whether a URI is allowed.</param>
    /// <param name="rule">The allowed values, as the end of a sentence that starts with "must be".</param>
    /// <param name="mayBeSecret">True if an invalid value may be a misplaced secret, so that no message quotes it.</param>
    /// <param name="fallback">The description of the default.</param>
    public Uri? ReadUri(
        string setting, Func<Uri, bool> accept, string rule, bool mayBeSecret = false, string fallback = SettingDescription.None)
    {
        Describe(setting, fallback, rule);
        if (ReadString(setting) is not { } text)
            return null;
        var otherwise = fallback == SettingDescription.None ? "" : $"; default {fallback}";
        return Uri.TryCreate(text, UriKind.Absolute, out var value) && accept(value)
            ? value
            : AddError<Uri?>(null, $"{setting}: '{(mayBeSecret ? Redaction : Redacted(text))}' must be {rule}{otherwise}.");
    }

    /// <summary>
    /// Reads the URI of a Key Vault secret; null if the setting is absent or invalid. No message quotes an invalid value, because
    /// people sometimes paste the secret itself here.
    /// </summary>
    public Uri? ReadVaultSecretUri(string setting) => ReadUri(
        setting,
        address => address.Scheme == Uri.UriSchemeHttps && address.Segments is [_, "secrets/", _, ..],
        "a Key Vault secret's address, https://{vault}/secrets/{name}",
        mayBeSecret: true);

    /// <summary>Records an error, unless a condition is met.</summary>
    public void Require(bool met, string error)
    {
        if (!met)
            _errors.Add(error);
    }

    /// <summary>
    /// Records an error for each unknown setting in these sections. It is most likely a misspelling.
    /// </summary>
    public void RejectUnknown(params ReadOnlySpan<string> sections)
    {
        foreach (var section in sections)
        {
            foreach (var (setting, value) in configuration.GetSection(section).AsEnumerable())
            {
                if (value is not null && !_settingNames.Contains(setting))
                    _errors.Add($"{setting}: there is no such setting; {section} has {string.Join(", ", NamesIn(section))}.");
            }
        }
    }

    /// <summary>Throws if any error has been recorded.</summary>
    /// <exception cref="SettingsException">At least one setting is invalid.</exception>
    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0)
            throw new SettingsException(_errors);
    }

    private IEnumerable<string> NamesIn(string section) =>
        _settingNames.Where(
            setting => setting.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    private int? ReadInt32(string setting, int min, int max, string fallback)
    {
        var range = SettingDescription.Text(min, max);
        Describe(setting, fallback, range);
        if (ReadString(setting) is not { } text)
            return null;

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return AddError<int?>(null, $"{setting}: '{text}' is not a whole number; allowed {range}, default {fallback}.");
        return value >= min && value <= max
            ? value
            : AddError<int?>(null, $"{setting}: '{text}' is out of range; allowed {range}, default {fallback}.");
    }

    /// <summary>
    /// Redacts a URI that has a user name or a query, because these may contain a password or a key, which must not appear in a
    /// message.
    /// </summary>
    private static string Redacted(string address) => address.AsSpan().ContainsAny('@', '?') ? Redaction : address;

    private T AddError<T>(T fallback, string error)
    {
        _errors.Add(error);
        return fallback;
    }
}

/// <summary>
/// The configuration is invalid. The exception aborts the start, and its message is written for operators.
/// </summary>
public sealed class SettingsException(IReadOnlyList<string> errors)
    : Exception("The configuration cannot be used:" + string.Concat(errors.Select(error => Environment.NewLine + "  - " + error)))
{
    /// <summary>One sentence for each error, with the setting, what is wrong with its value, and the allowed range.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
