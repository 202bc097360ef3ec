using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Endpoints;

/// <summary>What a caller prefers to waiting (RFC 7240): <c>respond-async</c>, <c>wait=N</c>. What is not understood is ignored.</summary>
/// <param name="Async">Answer 202 at once; together with a wait: after it.</param>
/// <param name="Wait">Wait at most so long, 0 to 60 s.</param>
internal readonly record struct Preferences(bool Async, TimeSpan? Wait)
{
    private const int MaxWaitSeconds = 60;

    /// <summary>What was honoured, as <c>Preference-Applied</c> says it; null where nothing was asked.</summary>
    public string? Applied => (Async, Wait) switch
    {
        (false, null) => null,
        (true, null) => "respond-async",
        (false, { } wait) => WaitText(wait),
        (true, { } wait) => "respond-async, " + WaitText(wait),
    };

    /// <summary>Reads the header; the first of a repeated preference counts (RFC 7240, section 2).</summary>
    public static Preferences Read(StringValues header)
    {
        var (async, wait) = (false, (TimeSpan?)null);
        foreach (var line in header)
        {
            foreach (var part in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var preference = part.Split(';', 2)[0].Trim();
                if (preference.Equals("respond-async", StringComparison.OrdinalIgnoreCase))
                    async = true;
                else if (wait is null && ReadWait(preference) is { } seconds)
                    wait = TimeSpan.FromSeconds(Math.Min(seconds, MaxWaitSeconds));
            }
        }

        return new Preferences(async, wait);
    }

    private static int? ReadWait(string preference)
    {
        if (preference.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var value]
            || !name.Equals("wait", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // However many digits: more than can be counted is more than the maximum too.
        var digits = value.Trim('"');
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : MaxWaitSeconds;
    }

    private static string WaitText(TimeSpan wait) => string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds:0}");
}
