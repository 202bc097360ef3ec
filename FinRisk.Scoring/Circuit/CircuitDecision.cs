namespace FinRisk.Scoring.Circuit;

/// <summary>The answer to <see cref="CircuitEvent.Ask"/>, and the state of affairs after a report.</summary>
/// <param name="Admitted">Whether a call may be made now.</param>
/// <param name="Generation">The generation that a call made now belongs to.</param>
/// <param name="IsProbe">The call is the one probe of a half-open circuit.</param>
/// <param name="RetryAt">Where not admitted: when asking again makes sense.</param>
public sealed record CircuitDecision(bool Admitted, long Generation, bool IsProbe = false, DateTimeOffset? RetryAt = null);
