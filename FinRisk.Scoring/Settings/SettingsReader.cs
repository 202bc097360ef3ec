using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.Settings;

/// <summary>
/// Reads settings one by one and collects what is wrong with them, so that an operator repairs all of it at once. (The
/// configuration binder stops at the first value it cannot convert and cannot name the range.)
/// </summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    private const string Redaction = "(redacted)";

    private readonly List<string> _faults = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every setting asked for so far.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>A duration of the form <c>[d.]hh:mm:ss[.fffffff]</c>.</summary>
    public TimeSpan Duration(string setting, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Text(setting) is not { } text)
            return fallback;

        // Without colons TimeSpan reads "10" as ten days, and with one "0:10" as ten minutes; hardly anybody means that.
        if (text.AsSpan().Count(':') != 2 || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value))
            return Fault(
                fallback,
                $"{setting}: '{text}' is not a duration of the form hh:mm:ss; allowed {min:c} to {max:c}, default {fallback:c}.");
        return value >= min && value <= max
            ? value
            : Fault(fallback, $"{setting}: '{text}' is out of range; allowed {min:c} to {max:c}, default {fallback:c}.");
    }

    /// <summary>A whole number.</summary>
    public int Number(string setting, int fallback, int min, int max = int.MaxValue) =>
        Number(setting, min, max, fallback.ToString(CultureInfo.InvariantCulture)) ?? fallback;

    /// <summary>A whole number that may be absent.</summary>
    public int? OptionalNumber(string setting, int min, int max = int.MaxValue) => Number(setting, min, max, "none");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Switch(string setting, bool fallback)
    {
        if (Text(setting) is not { } text)
            return fallback;
        return bool.TryParse(text, out var value)
            ? value
            : Fault(fallback, $"{setting}: '{text}' is neither true nor false; default {(fallback ? "true" : "false")}.");
    }

    /// <summary>A text that may be absent; empty counts as absent.</summary>
    public string? Text(string setting)
    {
        _known.Add(setting);
        return configuration[setting] is { Length: > 0 } text ? text : null;
    }

    /// <summary>An absolute address that may be absent.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="accept">Whether an address is allowed.</param>
    /// <param name="rule">What is allowed, as the end of a sentence that starts with "must be".</param>
    /// <param name="mayBeSecret">A wrong value may well be a secret that belongs elsewhere, so no message repeats it.</param>
    public Uri? Address(string setting, Func<Uri, bool> accept, string rule, bool mayBeSecret = false)
    {
        if (Text(setting) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var value) && accept(value)
            ? value
            : Fault<Uri?>(null, $"{setting}: '{(mayBeSecret ? Redaction : Redacted(text))}' must be {rule}.");
    }

    /// <summary>
    /// The address of a Key Vault secret, which may be absent. A wrong value is never repeated: people paste the secret itself
    /// here.
    /// </summary>
    public Uri? VaultSecret(string setting) => Address(
        setting,
        address => address.Scheme == Uri.UriSchemeHttps && address.Segments is [_, "secrets/", _, ..],
        "a Key Vault secret's address, https://{vault}/secrets/{name}",
        mayBeSecret: true);

    /// <summary>Records a fault that spans several settings, unless <paramref name="met"/>.</summary>
    public void Require(bool met, string fault)
    {
        if (!met)
            _faults.Add(fault);
    }

    /// <summary>
    /// Reports unknown settings in these sections: most likely a spelling mistake that would go unnoticed.
    /// </summary>
    public void RejectUnknown(params ReadOnlySpan<string> sections)
    {
        foreach (var section in sections)
        {
            foreach (var (setting, value) in configuration.GetSection(section).AsEnumerable())
            {
                if (value is not null && !_known.Contains(setting))
                    _faults.Add($"{setting}: there is no such setting; {section} has {string.Join(", ", NamesIn(section))}.");
            }
        }
    }

    /// <summary>Throws if any fault was recorded.</summary>
    /// <exception cref="SettingsException">Something was wrong.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
            throw new SettingsException(_faults);
    }

    private IEnumerable<string> NamesIn(string section) =>
        _known.Where(
            setting => setting.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    private int? Number(string setting, int min, int max, string fallback)
    {
        if (Text(setting) is not { } text)
            return null;

        var range = max == int.MaxValue ? $"{min} or more" : $"{min} to {max}";
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return Fault<int?>(null, $"{setting}: '{text}' is not a whole number; allowed {range}, default {fallback}.");
        return value >= min && value <= max
            ? value
            : Fault<int?>(null, $"{setting}: '{text}' is out of range; allowed {range}, default {fallback}.");
    }

    /// <summary>An address may carry a user name and password, or a key in its query; a message may not.</summary>
    private static string Redacted(string address) => address.AsSpan().ContainsAny('@', '?') ? Redaction : address;

    private T Fault<T>(T fallback, string fault)
    {
        _faults.Add(fault);
        return fallback;
    }
}

/// <summary>
/// The configuration holds values that the product cannot run with. Aborts the start; the message is written for operators.
/// </summary>
public sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception("The configuration cannot be used:" + string.Concat(faults.Select(fault => Environment.NewLine + "  - " + fault)))
{
    /// <summary>One sentence a fault: the setting, what is wrong with its value, and the range.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
