using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// When the next attempt is due: exponential back-off (factor 2, capped) with jitter, or the vendor's <c>Retry-After</c> where that
/// is later. The jitter comes from the attempt's id, not from a generator, so a replayed workflow waits as long as it did before.
/// </summary>
public static class RetrySchedule
{
    /// <summary>The share of a wait that jitter may take off: 0.25 means 75 % to 100 % of the computed wait.</summary>
    public const double JitterShare = 0.25;

    /// <summary>The wait after <paramref name="attempt"/> failed.</summary>
    /// <param name="plan">The validation's settings.</param>
    /// <param name="attempt">The attempt that failed, 1 for the first.</param>
    /// <param name="attemptId">Its id, the source of the jitter.</param>
    /// <param name="retryAfterMs">What the vendor asked for, in milliseconds; more than the plan allows is cut to that.</param>
    public static TimeSpan WaitAfter(ValidationPlan plan, int attempt, string attemptId, long? retryAfterMs)
    {
        var computed = Math.Min(plan.FirstDelayMs * Math.Pow(2, attempt - 1), plan.MaxDelayMs);
        var jittered = computed * (1 - JitterShare * Fraction(attemptId));
        return TimeSpan.FromMilliseconds(Math.Max(jittered, CapRetryAfter(plan, retryAfterMs) ?? 0));
    }

    /// <summary>What the vendor asked for, in milliseconds, cut to what the plan allows: for the next attempt and for the caller.</summary>
    public static long? CapRetryAfter(ValidationPlan plan, long? retryAfterMs) =>
        retryAfterMs is { } asked ? Math.Min(asked, plan.MaxRetryAfterMs) : null;

    /// <summary>0 (included) to 1 (excluded), the same for the same text on every machine.</summary>
    private static double Fraction(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / ((double)uint.MaxValue + 1);
    }
}
