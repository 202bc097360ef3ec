using System.Globalization;
using System.Text.Json;

namespace FinRisk.Functions.Settings;

/// <summary>
/// Turns the feature flags of Azure App Configuration into our settings. Flags of other names are somebody else's.
/// </summary>
internal static class AppConfigurationFlags
{
    /// <summary>How App Configuration begins a feature flag's key.</summary>
    public const string KeyPrefix = ".appconfig.featureflag/";

    /// <summary>Flag → setting.</summary>
    private static readonly Dictionary<string, string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ScoreCache"] = "Features:ScoreCache",
        ["GracefulDegradation"] = "Features:GracefulDegradation",
        ["StrictIdNumber"] = "Validation:StrictIdNumber",
        ["CandidatePath"] = "Features:CandidatePath",
    };

    /// <summary>
    /// Adds what one page of key-values says to <paramref name="data"/>; returns the next page's address, or null.
    /// </summary>
    /// <exception cref="JsonException">The answer, or a flag in it, is not what App Configuration gives.</exception>
    public static string? Read(JsonElement page, IDictionary<string, string?> data)
    {
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            var name = item.GetProperty("key").GetString()![KeyPrefix.Length..];
            if (Settings.TryGetValue(name, out var setting))
                data[setting] = ValueOf(setting, item.GetProperty("value").GetString()!);
        }

        return page.TryGetProperty("@nextLink", out var next) ? next.GetString() : null;
    }

    private static string ValueOf(string setting, string text)
    {
        using var flag = JsonDocument.Parse(text);
        var isOn = flag.RootElement.GetProperty("enabled").GetBoolean();
        return setting == "Features:CandidatePath"
            ? (isOn ? Percentage(flag.RootElement) : 0).ToString(CultureInfo.InvariantCulture)
            : isOn ? "true" : "false";
    }

    /// <summary>The targeting filter's default percentage; a flag that is on without a filter is on for all.</summary>
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
