using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>
/// A vendor's behaviour in a line: steps separated by spaces, each a status or a fault's name, then <c>/value</c> for
/// <c>Retry-After</c>, <c>@seconds</c> for a <c>Retry-After</c> as HTTP date, <c>+milliseconds</c> for a delay. For example
/// <c>500 hang 429/2 503@2 ok+300</c>.
/// </summary>
internal static partial class FaultScript
{
    /// <exception cref="FormatException">A step cannot be read.</exception>
    public static JsonArray Parse(string script) => [.. script.Split(' ').Select(ParseStep)];

    private static JsonObject ParseStep(string text)
    {
        if (Step().Match(text) is not { Success: true } match)
            throw new FormatException($"Not a step: {text}");

        var what = match.Groups["what"].Value;
        var step = int.TryParse(what, out var status)
            ? new JsonObject { ["status"] = status }
            : new JsonObject { ["fault"] = what };
        if (match.Groups["after"] is { Success: true } after)
            step["retryAfter"] = after.Value;
        if (match.Groups["date"] is { Success: true } date)
            step["retryAfterDateIn"] = int.Parse(date.Value, CultureInfo.InvariantCulture);
        if (match.Groups["delay"] is { Success: true } delay)
            step["delayMs"] = int.Parse(delay.Value, CultureInfo.InvariantCulture);
        return step;
    }

    [GeneratedRegex(@"^(?<what>[a-z]+(-[a-z]+)*|\d{3})(/(?<after>[^@+ ]+))?(@(?<date>\d+))?(\+(?<delay>\d+))?$")]
    private static partial Regex Step();
}
