namespace FinRisk.Scoring.Validations;

/// <summary>The settings <c>Validation:*</c>.</summary>
public sealed record ValidationSettings
{
    /// <summary>
    /// Setting <c>Validation:SyncWait</c>: the time that a request without the header <c>Prefer</c> waits for the outcome before
    /// it gets a 202, 0 to 60 s. Default 25 s.
    /// </summary>
    public TimeSpan SyncWait { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Setting <c>Validation:StrictIdNumber</c>: true to check the date and the check digit of an ID number. Default true.
    /// </summary>
    public bool StrictIdNumber { get; init; } = true;

    /// <summary>
    /// Setting <c>Validation:Deadline</c>: the time for which a validation that no caller waits for (<c>Prefer:
    /// respond-async</c>) keeps trying while no provider can be used, 0 to 7 days; 0: it ends like any other validation. Default
    /// 1 h.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Setting <c>Validation:KeepFor</c>: the time for which a validation that has ended can be read. Default 7 days.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Setting <c>Validation:IdempotencyKeepFor</c>: the time for which an idempotency key belongs to the validation that it
    /// started. Default 24 h.
    /// </summary>
    public TimeSpan IdempotencyRetention { get; init; } = TimeSpan.FromHours(24);
}
