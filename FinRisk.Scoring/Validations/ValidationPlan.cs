namespace FinRisk.Scoring.Validations;

/// <summary>
/// The settings a validation started with. It carries them along, so that a change of configuration cannot make a workflow that
/// is replayed take another turn than it took the first time.
/// </summary>
/// <param name="MaxAttempts">Attempts in all, 1 to 10.</param>
/// <param name="FirstDelayMs">Wait before the second attempt, in milliseconds; doubles with each further one.</param>
/// <param name="MaxDelayMs">The longest wait of our own reckoning, in milliseconds.</param>
/// <param name="MaxRetryAfterMs">The longest wait that the vendor can ask for, in milliseconds.</param>
/// <param name="Degrade">Whether an older score may answer while the vendor cannot be used.</param>
/// <param name="ScoreKeepForMs">How old such a score may be, in milliseconds.</param>
/// <param name="Candidate">Whether the vendor's candidate path scores it (<c>Features:CandidatePath</c>).</param>
public sealed record ValidationPlan(
    int MaxAttempts,
    long FirstDelayMs,
    long MaxDelayMs,
    long MaxRetryAfterMs,
    bool Degrade,
    long ScoreKeepForMs,
    bool Candidate = false);
