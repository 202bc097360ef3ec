namespace FinRisk.Scoring.Validations;

/// <summary>Where a running validation stands, for operators (Durable custom status).</summary>
/// <param name="Stage"><c>calling</c>, <c>waiting</c>, <c>asking-circuit</c>, <c>degrading</c>, <c>completed</c> or <c>failed</c>.</param>
/// <param name="Attempt">The attempt it is about, 1 for the first.</param>
/// <param name="NextAttemptAt">When the next attempt is due, while waiting.</param>
/// <param name="Circuit">What is known of the circuit: <c>closed</c>, <c>open</c> or <c>half-open</c>.</param>
public sealed record ValidationProgress(string Stage, int Attempt, DateTimeOffset? NextAttemptAt = null, string? Circuit = null);
