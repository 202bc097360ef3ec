namespace FinRisk.Scoring.Circuit;

/// <summary>
/// An event that the circuit breaker's state machine (<see cref="CircuitRules"/>) handles: an attempt asks whether it may call
/// the vendor, an attempt reports its result, or an operator opens or closes the circuit.
/// </summary>
public abstract record CircuitEvent
{
    private CircuitEvent()
    {
    }

    /// <summary>
    /// An attempt asks whether it may call the vendor. The event is idempotent: an attempt that asks again gets the probe lease
    /// that it already holds, not a second one.
    /// </summary>
    /// <param name="Attempt">The attempt's id, unique over all validations and all runs of a validation.</param>
    public sealed record Ask(string Attempt) : CircuitEvent;

    /// <summary>An attempt reports the result of its call to the vendor.</summary>
    /// <param name="Attempt">The attempt's id; a second report of the same attempt is ignored.</param>
    /// <param name="Generation">
    /// The circuit's generation under which the attempt was admitted; the report is ignored if the generation has changed since.
    /// </param>
    /// <param name="Verdict">What the call says about the vendor's health.</param>
    /// <param name="Cause">The kind of failure, such as <c>server-error</c>; null if the call did not fail.</param>
    public sealed record Report(
        string Attempt, long Generation, CircuitVerdict Verdict, string? Cause = null) : CircuitEvent;

    /// <summary>An operator opens or closes the circuit by hand (<c>POST /ops/circuit</c>).</summary>
    /// <param name="Reference">The id of this intervention; a second delivery of the same intervention is ignored.</param>
    /// <param name="State">The state to enter: <see cref="CircuitState.Open"/> or <see cref="CircuitState.Closed"/>.</param>
    /// <param name="By">The operator's name.</param>
    /// <param name="Reason">The reason, in the operator's words.</param>
    /// <param name="Minutes">
    /// The number of minutes before the circuit admits a probe; null: the circuit stays open until an operator closes it.
    /// </param>
    public sealed record Force(
        string Reference, CircuitState State, string By, string Reason, int? Minutes = null) : CircuitEvent;
}

/// <summary>What the result of one attempt says about the vendor's health.</summary>
public enum CircuitVerdict
{
    /// <summary>
    /// The vendor returned a score. The count of consecutive failures is reset; a successful probe closes the circuit.
    /// </summary>
    Success,

    /// <summary>
    /// The vendor failed (docs/contract.md, section 5, lists which results count). A failed probe opens the circuit again.
    /// </summary>
    Failure,

    /// <summary>
    /// The result says nothing about the vendor's health, or no call was made. A probe returns its lease, so that another attempt
    /// may become the probe.
    /// </summary>
    Neutral,
}
