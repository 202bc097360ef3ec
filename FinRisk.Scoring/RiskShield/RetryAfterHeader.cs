using System.Globalization;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// The one reader of the vendor's <c>Retry-After</c> (RFC 9110, section 10.2.3); the cap is the validation's plan.
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>What more than it can hold is read as (RFC 9111, section 1.2.2): 2^31 seconds.</summary>
    private const long MaxSeconds = 2_147_483_648;

    /// <summary>
    /// The wait that the vendor asks for, in whole milliseconds, rounded up; null where it does not say or is past. A date is
    /// compared with the response's own <c>Date</c>, so the two clocks need not agree.
    /// </summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values))
            return null;

        var text = "";
        foreach (var value in values)
        {
            text = value.Trim();
            break;
        }

        if (text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && text.TrimStart('0').Length > 10)
            return TimeSpan.FromSeconds(MaxSeconds);
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromMilliseconds((long)Math.Ceiling(Math.Min(seconds, MaxSeconds) * 1000));
        return response.Headers.RetryAfter?.Date - (response.Headers.Date ?? now) is { Ticks: > 0 } wait
            ? TimeSpan.FromMilliseconds((long)Math.Ceiling(wait.TotalMilliseconds))
            : null;
    }
}
