using System.Globalization;
using System.Text.Json;

namespace FinRisk.Functions.Settings;

/// <summary>
/// Converts the feature flags of Azure App Configuration into FinRisk settings. Flags with other names belong to other apps and
/// are ignored.
/// </summary>
internal static class AppConfigurationFlags
{
    /// <summary>The prefix of a feature flag's key in App Configuration.</summary>
    public const string KeyPrefix = ".appconfig.featureflag/";

    private const string CandidatePath = "Features:CandidatePath";

    /// <summary>The setting for each flag name.</summary>
    private static readonly Dictionary<string, string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ScoreCache"] = "Features:ScoreCache",
        ["GracefulDegradation"] = "Features:GracefulDegradation",
        ["BackupProvider"] = "Features:BackupProvider",
        ["StrictIdNumber"] = "Validation:StrictIdNumber",
        ["CandidatePath"] = CandidatePath,
    };

    /// <summary>
    /// Adds the settings from one page of key-values to <paramref name="data"/>; returns the path of the next page; null if there
    /// is none.
    /// </summary>
    /// <exception cref="JsonException">A flag's value is not JSON.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="InvalidOperationException">A member has another type.</exception>
    public static string? Read(JsonElement page, IDictionary<string, string?> data)
    {
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            // The query returns only keys with the prefix.
            var name = item.GetProperty("key").GetString()![KeyPrefix.Length..];
            if (Settings.TryGetValue(name, out var setting))
                data[setting] = ValueOf(setting, item.GetProperty("value").GetString() ?? "");
        }

        return page.TryGetProperty("@nextLink", out var next) ? next.GetString() : null;
    }

    /// <summary>
    /// The setting's text: true or false, but for <see cref="CandidatePath"/> the percentage of applicants, 0 if it is off.
    /// </summary>
    private static string ValueOf(string setting, string text)
    {
        using var flag = JsonDocument.Parse(text);
        var isOn = flag.RootElement.GetProperty("enabled").GetBoolean();
        return setting == CandidatePath
            ? (isOn ? Percentage(flag.RootElement) : 0).ToString(CultureInfo.InvariantCulture)
            : isOn ? "true" : "false";
    }

    /// <summary>
    /// The default percentage of the targeting filter. Without any filter it is 100; with only other filters it is 0.
    /// </summary>
    private static int Percentage(JsonElement flag)
    {
        if (!flag.TryGetProperty("conditions", out var conditions)
            || !conditions.TryGetProperty("client_filters", out var filters))
        {
            return 100;
        }

        foreach (var filter in filters.EnumerateArray())
        {
            if (filter.GetProperty("name").GetString() is "Microsoft.Targeting" or "Targeting")
            {
                var audience = filter.GetProperty("parameters").GetProperty("Audience");
                return (int)audience.GetProperty("DefaultRolloutPercentage").GetDouble();
            }
        }

        return filters.GetArrayLength() == 0 ? 100 : 0;
    }
}
