using System.Collections.Concurrent;

namespace RiskShield.Simulator.Scoring;

/// <summary>
/// The vendor's idempotency: the first score given for an <c>Idempotency-Key</c> is billed, and every later call with that key
/// gets the same score for nothing. A call without a key is billed each time.
/// </summary>
internal sealed class BillingLedger
{
    /// <summary>Keys remembered; the oldest goes first, so that a long benchmark does not fill the memory.</summary>
    private const int Capacity = 200_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> scores = new(StringComparer.Ordinal);
    private readonly Queue<string> oldestFirst = new();
    private readonly ConcurrentDictionary<string, bool> errors = new(StringComparer.Ordinal);
    private long billed;

    public long Billed => Interlocked.Read(ref billed);

    /// <summary>The score to answer, and whether this call is the one that is paid for.</summary>
    public (int Score, bool Billed) Charge(string? idempotencyKey, ScoreRequest applicant)
    {
        if (idempotencyKey is null)
        {
            Interlocked.Increment(ref billed);
            return (ApplicantScore.Of(applicant), true);
        }

        lock (gate)
        {
            if (scores.TryGetValue(idempotencyKey, out var known))
                return (known, false);

            var score = ApplicantScore.Of(applicant);
            if (oldestFirst.Count == Capacity)
                scores.Remove(oldestFirst.Dequeue());
            scores.Add(idempotencyKey, score);
            oldestFirst.Enqueue(idempotencyKey);
            Interlocked.Increment(ref billed);
            return (score, true);
        }
    }

    /// <summary>Whether a 500 is stored under this key.</summary>
    public bool HasStoredError(string? idempotencyKey) =>
        !errors.IsEmpty && idempotencyKey is not null && errors.ContainsKey(idempotencyKey);

    /// <summary>Stores a 500 under this key, as some vendors do with whatever the first call came to.</summary>
    public void StoreError(string? idempotencyKey)
    {
        if (idempotencyKey is not null)
            errors[idempotencyKey] = true;
    }

    public void Reset()
    {
        errors.Clear();
        lock (gate)
        {
            scores.Clear();
            oldestFirst.Clear();
            Interlocked.Exchange(ref billed, 0);
        }
    }
}
