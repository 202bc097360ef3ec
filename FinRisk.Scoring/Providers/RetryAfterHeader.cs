using System.Globalization;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Reads the header <c>Retry-After</c> of a provider's response (RFC 9110, section 10.2.3). The caller caps the value
/// (<c>Retry:MaxRetryAfter</c>).
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>
    /// The value that a number of seconds too large for a number type is read as: 2^31 (RFC 9111, section 1.2.2).
    /// </summary>
    private const long MaxSeconds = 2_147_483_648;

    /// <summary>
    /// Returns the wait that the provider asks for, in whole milliseconds, rounded up. Returns null if the header is missing or
    /// unreadable, or is a date that has passed. A date is compared with the response's <c>Date</c> header, so the provider's
    /// clock need not agree with ours.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="now">The current time, used if the response has no <c>Date</c>.</param>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values))
            return null;

        var text = values.First().Trim();
        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9') && text.TrimStart('0').Length > 10)
            return TimeSpan.FromSeconds(MaxSeconds);
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromMilliseconds((long)Math.Ceiling(Math.Min(seconds, MaxSeconds) * 1000));
        return response.Headers.RetryAfter?.Date - (response.Headers.Date ?? now) is { Ticks: > 0 } wait
            ? TimeSpan.FromMilliseconds((long)Math.Ceiling(wait.TotalMilliseconds))
            : null;
    }
}
