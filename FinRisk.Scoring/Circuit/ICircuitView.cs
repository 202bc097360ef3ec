namespace FinRisk.Scoring.Circuit;

/// <summary>
/// Reads the providers' circuits from this process's memory, so that a healthy request needs no call to the shared circuit
/// (decision 0003). A host may return a copy that is up to a second old. That is safe: a refusal by an old copy is still correct,
/// and an attempt that finds the copy neither closed nor refusing asks the shared circuit.
/// </summary>
public interface ICircuitView
{
    /// <summary>
    /// Returns the circuit's snapshot as this process last read it. If the circuit cannot be read, returns a closed one instead
    /// of an exception, unless an operator last held the circuit open: an unreadable breaker must not stop all calls.
    /// </summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="stopping">Cancels the read, because the host is stopping or the caller has gone.</param>
    ValueTask<CircuitSnapshot> ReadAsync(string provider, CancellationToken stopping);
}
