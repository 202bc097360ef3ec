namespace FinRisk.Scoring.Validations;

/// <summary>How a request found its validation.</summary>
public enum StartKind
{
    /// <summary>It was started for this request.</summary>
    Started,

    /// <summary>It was running already: same idempotency key, same payload.</summary>
    Joined,

    /// <summary>It had ended already: same idempotency key, same payload.</summary>
    Replayed,

    /// <summary>None was needed: a recent score answers (score cache, no idempotency key).</summary>
    Cached,

    /// <summary>The idempotency key stands for another payload; nothing was started.</summary>
    Conflict,
}
