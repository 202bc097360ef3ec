using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Circuit;

/// <summary>
/// Limits how often this process asks a shared circuit for the probe when a break ends: one validation per second may ask, and
/// the others are refused for that second, as they would be while its probe is under way. The gate is used twice, when a request
/// arrives and by the attempt itself; a validation that has passed may pass again, so the one admitted on arrival also asks.
/// </summary>
public sealed class ProbeGate
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns null if this validation may ask the circuit now, and gives it the turn for a second. Otherwise returns the time
    /// until which another validation has the turn.
    /// </summary>
    /// <param name="provider">The name of the provider whose circuit would be asked.</param>
    /// <param name="view">The local view of that circuit.</param>
    /// <param name="validation">The id of the validation.</param>
    /// <param name="now">The current time.</param>
    public DateTimeOffset? RefusedUntil(string provider, CircuitSnapshot view, ValidationId validation, DateTimeOffset now)
    {
        lock (_gate)
        {
            // A turn that ends more than a second from now was given before the clock was set back, so it no longer counts.
            if (_turns.TryGetValue(provider, out var turn)
                && turn.Generation == view.Generation
                && turn.Validation != validation
                && now < turn.Until
                && turn.Until - now <= CircuitRules.RetryWhileProbing
                && view.ProbeAttempt?.StartsWith(validation.Value, StringComparison.Ordinal) != true)
            {
                return turn.Until;
            }

            _turns[provider] = new Turn(view.Generation, validation, now + CircuitRules.RetryWhileProbing);
            return null;
        }
    }

    /// <summary>The validation that may ask a circuit of this generation, and the time until which no other may.</summary>
    private readonly record struct Turn(long Generation, ValidationId Validation, DateTimeOffset Until);
}
