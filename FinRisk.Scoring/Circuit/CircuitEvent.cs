namespace FinRisk.Scoring.Circuit;

/// <summary>What can happen to the circuit.</summary>
public abstract record CircuitEvent
{
    private CircuitEvent()
    {
    }

    /// <summary>An attempt asks whether it may call the vendor. Asking twice for one attempt gives one lease.</summary>
    /// <param name="Attempt">The attempt's id, unique over all validations and runs.</param>
    public sealed record Ask(string Attempt) : CircuitEvent;

    /// <summary>An attempt tells how its call went.</summary>
    /// <param name="Attempt">The attempt's id; a second report of it is ignored.</param>
    /// <param name="Generation">The generation under which it was admitted; a report of another generation is ignored.</param>
    /// <param name="Verdict">What the call says of the vendor's health.</param>
    public sealed record Report(string Attempt, long Generation, CircuitVerdict Verdict) : CircuitEvent;

    /// <summary>An operator opens or closes the circuit by hand.</summary>
    /// <param name="Reference">Names this intervention; a second delivery of it is ignored.</param>
    /// <param name="State"><see cref="CircuitState.Open"/> or <see cref="CircuitState.Closed"/>.</param>
    /// <param name="By">The operator's name.</param>
    /// <param name="Reason">Why, in the operator's words.</param>
    /// <param name="Minutes">How long it is held open before a probe may go out; null: until it is closed by hand.</param>
    public sealed record Force(string Reference, CircuitState State, string By, string Reason, int? Minutes = null) : CircuitEvent;
}
