using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Endpoints;

/// <summary>
/// The preferences of a caller in the header <c>Prefer</c> (RFC 7240): <c>respond-async</c>, <c>wait=N</c> and <c>deadline=N</c>,
/// with N in seconds. Unknown and malformed preferences are ignored.
/// </summary>
/// <param name="Async">
/// True if the request prefers a 202 response over waiting for the validation. With a wait, the 202 comes after the wait.
/// </param>
/// <param name="Wait">The maximum time that the request waits for the validation, 0 to 60 s; null: the default.</param>
/// <param name="RequestedTimeLimit">
/// With <paramref name="Async"/>: the requested time limit of the validation, at most <paramref name="MaxTimeLimit"/>; null: the
/// maximum.
/// </param>
/// <param name="MaxTimeLimit">
/// The maximum time for which an asynchronous validation waits for an outage to end (setting <c>Validation:Deadline</c>).
/// </param>
internal readonly record struct Preferences(bool Async, TimeSpan? Wait, TimeSpan? RequestedTimeLimit, TimeSpan MaxTimeLimit)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The time for which the validation keeps trying during an outage of the vendor; null if it fails at once, because its
    /// caller waits for the answer.
    /// </summary>
    public TimeSpan? OutageTimeLimit =>
        Async && (RequestedTimeLimit ?? MaxTimeLimit) is var timeLimit && timeLimit > TimeSpan.Zero ? timeLimit : null;

    /// <summary>
    /// The value of the response header <c>Preference-Applied</c>: the applied preferences; null if there are none.
    /// </summary>
    public string? Applied
    {
        get
        {
            string?[] parts = [Async ? "respond-async" : null, Text("wait", Wait), Text("deadline", RequestedTimeLimit)];
            return parts.Any(part => part is not null) ? string.Join(", ", parts.Where(part => part is not null)) : null;
        }
    }

    /// <summary>Reads the header. If a preference is repeated, its first value applies (RFC 7240, section 2).</summary>
    /// <param name="header">The values of <c>Prefer</c>.</param>
    /// <param name="maxTimeLimit">The maximum time limit.</param>
    public static Preferences Read(StringValues header, TimeSpan maxTimeLimit)
    {
        var (async, wait, deadline) = (false, (TimeSpan?)null, (TimeSpan?)null);
        foreach (var line in header)
        {
            foreach (var part in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var preference = part.Split(';', 2)[0].Trim();
                if (preference.Equals("respond-async", StringComparison.OrdinalIgnoreCase))
                    async = true;
                else
                {
                    wait ??= ReadSeconds(preference, "wait", MaxWait);
                    deadline ??= ReadSeconds(preference, "deadline", maxTimeLimit);
                }
            }
        }

        // The time limit applies only to a validation that its caller does not wait for.
        return new Preferences(async, wait, async ? deadline : null, maxTimeLimit);
    }

    /// <summary>
    /// Returns the value of a preference, at most <paramref name="max"/>; null if the preference has another name or no valid
    /// value.
    /// </summary>
    private static TimeSpan? ReadSeconds(string preference, string expected, TimeSpan max)
    {
        if (preference.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var value]
            || !name.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // A number that overflows an int also exceeds the maximum.
        var digits = value.Trim('"');
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < max.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : max;
    }

    private static string? Text(string name, TimeSpan? value) =>
        value is { } time ? string.Create(CultureInfo.InvariantCulture, $"{name}={Math.Floor(time.TotalSeconds):0}") : null;
}
