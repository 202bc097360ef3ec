using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// When the next attempt is due: exponential back-off (factor 2, capped) with jitter, or the vendor's <c>Retry-After</c> where
/// that is later. The jitter comes from the attempt's id, not from a generator, so a replayed workflow waits as long as it did
/// before.
/// </summary>
public static class RetrySchedule
{
    /// <summary>The share of a wait that jitter may take off: 0.25 leaves 75 % to 100 % of the computed wait.</summary>
    public const double JitterShare = 0.25;

    /// <summary>The wait after <paramref name="attempt"/> failed.</summary>
    /// <param name="plan">The validation's settings.</param>
    /// <param name="attempt">The attempt that failed, 1 for the first.</param>
    /// <param name="attemptId">The id of that attempt, the source of the jitter.</param>
    /// <param name="retryAfter">
    /// The vendor's <c>Retry-After</c>; more than <see cref="ValidationPlan.MaxRetryAfter"/> is cut to it.
    /// </param>
    public static TimeSpan WaitAfter(ValidationPlan plan, int attempt, string attemptId, TimeSpan? retryAfter)
    {
        var computed = Math.Min(plan.FirstDelay.Ticks * Math.Pow(2, attempt - 1), plan.MaxDelay.Ticks);
        var jittered = computed * (1 - JitterShare * Fraction(attemptId));
        return TimeSpan.FromTicks((long)Math.Max(jittered, CapRetryAfter(plan, retryAfter)?.Ticks ?? 0));
    }

    /// <summary>The vendor's <c>Retry-After</c>, cut to what the plan allows: for the next attempt and for the caller.</summary>
    public static TimeSpan? CapRetryAfter(ValidationPlan plan, TimeSpan? retryAfter) =>
        retryAfter > plan.MaxRetryAfter ? plan.MaxRetryAfter : retryAfter;

    /// <summary>A number from 0 (included) to 1 (excluded), the same for the same text on every machine.</summary>
    private static double Fraction(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / ((double)uint.MaxValue + 1);
    }
}

/// <summary>How often and after which waits an attempt is repeated. Settings <c>Retry:*</c>.</summary>
public sealed record RetrySettings
{
    /// <summary>How many attempts a validation has in all, 1 to 10. Default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The wait before the second attempt, 1 ms to 1 h; it doubles with each further one. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest computed wait, 1 ms to 1 h. Default 10 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest wait that a vendor's <c>Retry-After</c> can ask for, 0 to 1 h; a longer one is cut to it. Default 30 s.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
