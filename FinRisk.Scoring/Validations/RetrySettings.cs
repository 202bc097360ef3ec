namespace FinRisk.Scoring.Validations;

/// <summary>How often and after which waits an attempt is repeated. Settings <c>Retry:*</c>.</summary>
public sealed record RetrySettings
{
    /// <summary>How many attempts a validation has in all, 1 to 10. Default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The wait before the second attempt; doubles with each further one. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of our own reckoning. Default 10 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait that a vendor's <c>Retry-After</c> can ask for; a longer one is cut to it. Default 30 s.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
