using System.Collections.Concurrent;

namespace RiskShield.Simulator.Scoring;

/// <summary>
/// The vendor's billing and idempotency: the first score for an idempotency key is billed, and later calls with that key get the
/// same score without a bill. Every call without an idempotency key is billed.
/// </summary>
internal sealed class BillingLedger(IVendorContract contract)
{
    /// <summary>
    /// The maximum number of idempotency keys that are stored, so that a long benchmark does not fill the memory; the oldest is
    /// removed first.
    /// </summary>
    private const int Capacity = 200_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _scores = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();
    /// <summary>
    /// The idempotency keys with a stored 500. Not bounded: only planned faults add to it. Concurrent, so that calls without such
    /// faults take no lock.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _storedErrors = new(StringComparer.Ordinal);
    private long _billed;

    /// <summary>The number of scores billed since the last reset.</summary>
    public long Billed => Interlocked.Read(ref _billed);

    /// <summary>Bills a call if necessary; returns the score, and whether this call is billed.</summary>
    public (int Score, bool Billed) Charge(string? idempotencyKey, ScoreRequest applicant)
    {
        if (idempotencyKey is null)
        {
            Interlocked.Increment(ref _billed);
            return (contract.ScoreOf(applicant), true);
        }

        lock (_gate)
        {
            if (_scores.TryGetValue(idempotencyKey, out var billedScore))
                return (billedScore, false);

            var score = contract.ScoreOf(applicant);
            if (_oldestFirst.Count == Capacity)
                _scores.Remove(_oldestFirst.Dequeue());
            _scores.Add(idempotencyKey, score);
            _oldestFirst.Enqueue(idempotencyKey);
            Interlocked.Increment(ref _billed);
            return (score, true);
        }
    }

    /// <summary>True if a 500 is stored for this idempotency key.</summary>
    public bool HasStoredError(string? idempotencyKey) =>
        !_storedErrors.IsEmpty && idempotencyKey is not null && _storedErrors.ContainsKey(idempotencyKey);

    /// <summary>Stores a 500 for this idempotency key, as vendors do that store every response, even an error.</summary>
    public void StoreError(string? idempotencyKey)
    {
        if (idempotencyKey is not null)
            _storedErrors[idempotencyKey] = true;
    }

    public void Reset()
    {
        _storedErrors.Clear();
        lock (_gate)
        {
            _scores.Clear();
            _oldestFirst.Clear();
            Interlocked.Exchange(ref _billed, 0);
        }
    }
}
