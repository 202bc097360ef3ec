namespace FinRisk.Scoring.Validations;

/// <summary>How validations are answered and kept. Settings <c>Validation:*</c>.</summary>
public sealed record ValidationSettings
{
    /// <summary>
    /// How long a caller without a preference waits for its answer before it gets a 202; 0 to 60 s. Default 25 s.
    /// </summary>
    public TimeSpan SyncWait { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Whether an ID number's date and check digit are checked. Default true.</summary>
    public bool StrictIdNumber { get; init; } = true;

    /// <summary>How long a finished validation can be looked up. Default 7 days.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long an idempotency key stands for the validation it started. Default 24 h.</summary>
    public TimeSpan IdempotencyKeepFor { get; init; } = TimeSpan.FromHours(24);
}
