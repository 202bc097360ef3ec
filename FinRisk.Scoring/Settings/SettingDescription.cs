using System.Globalization;

namespace FinRisk.Scoring.Settings;

/// <summary>
/// The description of a setting, for <c>--help</c>, for contract section 9 and for messages about invalid values.
/// </summary>
/// <param name="Name">The configuration key, with <c>:</c> between its parts.</param>
/// <param name="Default">The default value as text; <see cref="None"/> if there is none.</param>
/// <param name="Range">The allowed values, in words.</param>
public sealed record SettingDescription(string Name, string Default, string Range)
{
    /// <summary>The text for a setting without a default value.</summary>
    public const string None = "none";

    /// <summary>Formats a duration in a suitable unit: <c>0.1 s</c>, <c>1 ms</c>, <c>24 h</c>, <c>7 days</c>.</summary>
    public static string Text(TimeSpan duration) => duration switch
    {
        _ when duration >= TimeSpan.FromDays(2) && duration.Ticks % TimeSpan.TicksPerDay == 0 => Text(duration.TotalDays, "days"),
        _ when duration >= TimeSpan.FromHours(1) && duration.Ticks % TimeSpan.TicksPerHour == 0 => Text(duration.TotalHours, "h"),
        _ when duration > TimeSpan.Zero && duration < TimeSpan.FromSeconds(0.1) => Text(duration.TotalMilliseconds, "ms"),
        _ => Text(duration.TotalSeconds, "s"),
    };

    /// <summary>Formats a range of whole numbers: <c>0 to 100</c>, or <c>1 or more</c> without a maximum.</summary>
    public static string Text(int min, int max) =>
        max == int.MaxValue ? FormattableString.Invariant($"{min} or more") : FormattableString.Invariant($"{min} to {max}");

    private static string Text(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");
}
