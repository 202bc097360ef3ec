using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Time;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Computes the time of the next attempt: exponential backoff (factor 2, capped) with jitter, or the provider's
/// <c>Retry-After</c> if that is later. The jitter is computed from the attempt's id instead of a random number generator, so a
/// replayed workflow computes the same wait.
/// </summary>
public static class RetrySchedule
{
    /// <summary>The largest share by which jitter shortens a wait: 0.25 leaves 75 % to 100 % of the computed wait.</summary>
    public const double JitterShare = 0.25;

    /// <summary>The longest interval, before jitter, between two attempts of a validation that waits out an outage.</summary>
    public static readonly TimeSpan MaxOutageInterval = TimeSpan.FromMinutes(15);

    /// <summary>During an outage the interval is the time since the validation was accepted, divided by this number.</summary>
    private const int OutageShare = 30;

    /// <summary>
    /// The largest share by which jitter extends an interval during an outage, so that validations do not all try at the same
    /// time.
    /// </summary>
    private const double OutageSpread = 0.5;

    /// <summary>Returns the wait between a failed attempt and the next one.</summary>
    /// <param name="plan">The validation's settings.</param>
    /// <param name="attempt">The number of the attempt that failed, 1 for the first.</param>
    /// <param name="attemptId">The id of that attempt, from which the jitter is computed.</param>
    /// <param name="retryAfter">
    /// The wait that the provider asks for (<c>Retry-After</c>), capped by <see cref="ValidationPlan.MaxRetryAfter"/>; null:
    /// none.
    /// </param>
    public static TimeSpan WaitAfter(ValidationPlan plan, int attempt, string attemptId, TimeSpan? retryAfter)
    {
        var computed = Math.Min(plan.FirstDelay.Ticks * Math.Pow(2, attempt - 1), plan.MaxDelay.Ticks);
        var jittered = computed * (1 - JitterShare * Fraction(attemptId));
        return TimeSpan.FromTicks((long)Math.Max(jittered, CapRetryAfter(plan, retryAfter)?.Ticks ?? 0));
    }

    /// <summary>
    /// Returns the time at which a validation that waits out an outage tries again; null if it does not wait (the caller waits
    /// for it), or if that time would be past its deadline. The interval is a thirtieth of the time since the validation was
    /// accepted, at least <c>Retry:MaxDelay</c> and at most 15 min, plus up to half of it as jitter, and not before the circuit
    /// may be asked. A call that our own call limits held back tries again when they said.
    /// </summary>
    /// <param name="input">The validation.</param>
    /// <param name="result">The result of the last attempts at its providers.</param>
    /// <param name="retryAt">The earliest time at which a provider may be called again; null if it is not known.</param>
    internal static DateTimeOffset? NextAttemptInOutage(ValidationInput input, ProviderResult result, DateTimeOffset? retryAt)
    {
        if (input.Deadline is not { } deadline)
            return null;
        var elapsed = (result.At - input.AcceptedAt).Ticks / OutageShare;
        var interval = TimeSpan.FromTicks(Math.Min(Math.Max(elapsed, input.Plan.MaxDelay.Ticks), MaxOutageInterval.Ticks));
        var earliest = result.IsQueued ? result.At + result.Last.RetryAfter!.Value : result.At + interval;
        var spread = (result.IsQueued ? input.Plan.FirstDelay : interval) * (OutageSpread * Fraction(
            string.Create(CultureInfo.InvariantCulture, $"{input.ValidationId}.{result.At.ToUnixTimeMilliseconds()}")));
        var next = Moments.Later(earliest, retryAt ?? earliest) + spread;
        return next <= deadline ? next : null;
    }

    /// <summary>
    /// Caps a provider's <c>Retry-After</c> at the plan's maximum (<c>Retry:MaxRetryAfter</c>), for the next attempt and for the
    /// caller's response. Null stays null.
    /// </summary>
    public static TimeSpan? CapRetryAfter(ValidationPlan plan, TimeSpan? retryAfter) =>
        retryAfter is { } asked ? TimeSpan.FromTicks(Math.Min(asked.Ticks, plan.MaxRetryAfter.Ticks)) : null;

    /// <summary>Returns a number from 0 (inclusive) to 1 (exclusive) that depends only on the text, on every machine.</summary>
    private static double Fraction(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return Math.ScaleB(BinaryPrimitives.ReadUInt32LittleEndian(hash), -32);
    }
}

/// <summary>The settings <c>Retry:*</c>: the number of attempts and the waits between them.</summary>
public sealed record RetrySettings
{
    /// <summary>
    /// Setting <c>Retry:MaxAttempts</c>: the maximum number of attempts at each provider, 1 to 10. Default 3. A validation that
    /// waits out an outage makes further attempts afterwards.
    /// </summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// Setting <c>Retry:FirstDelay</c>: the wait before the second attempt, 1 ms to 1 h. It doubles with each further attempt.
    /// Default 1 s.
    /// </summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Setting <c>Retry:MaxDelay</c>: the longest computed wait, 1 ms to 1 h. Default 10 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Setting <c>Retry:MaxRetryAfter</c>: the cap on the wait that a provider's <c>Retry-After</c> asks for, 0 to 1 h. Default
    /// 30 s.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
