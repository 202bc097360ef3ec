namespace FinRisk.Scoring.Circuit;

/// <summary>What can happen to the circuit breaker: an attempt asks, an attempt reports, or an operator intervenes.</summary>
public abstract record CircuitEvent
{
    private CircuitEvent()
    {
    }

    /// <summary>An attempt asks whether it may call the vendor. Asking twice for the same attempt grants one lease.</summary>
    /// <param name="Attempt">The attempt's id, unique over all validations and all runs of a validation.</param>
    public sealed record Ask(string Attempt) : CircuitEvent;

    /// <summary>An attempt reports the result of its call.</summary>
    /// <param name="Attempt">The attempt's id; a second report of the same attempt is ignored.</param>
    /// <param name="Generation">The generation under which it was admitted; a report from another generation is ignored.</param>
    /// <param name="Verdict">What the call says about the vendor's health.</param>
    public sealed record Report(string Attempt, long Generation, CircuitVerdict Verdict) : CircuitEvent;

    /// <summary>An operator opens or closes the circuit by hand.</summary>
    /// <param name="Reference">Identifies this intervention; a second delivery of it is ignored.</param>
    /// <param name="State"><see cref="CircuitState.Open"/> or <see cref="CircuitState.Closed"/>.</param>
    /// <param name="By">The operator's name.</param>
    /// <param name="Reason">Why, in the operator's words.</param>
    /// <param name="Minutes">
    /// How long the circuit is held open before a probe may go out; null: until it is closed by hand.
    /// </param>
    public sealed record Force(
        string Reference, CircuitState State, string By, string Reason, int? Minutes = null) : CircuitEvent;
}

/// <summary>What one finished call says about the vendor's health.</summary>
public enum CircuitVerdict
{
    /// <summary>
    /// The vendor returned a score: the count of consecutive failures is reset, and a probe closes the circuit.
    /// </summary>
    Success,

    /// <summary>The call failed in a way that counts (contract, section 5); a failed probe opens the circuit again.</summary>
    Failure,

    /// <summary>
    /// The call says nothing about the vendor's health, or was not made; a probe gives its lease back, so that the next may try.
    /// </summary>
    Neutral,
}
