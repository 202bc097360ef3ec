using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Collects the attempts of one validation at all providers, in the order in which they ended. Uses only values of the workflow,
/// no clock, so a replayed workflow collects the same history.
/// </summary>
internal sealed class AttemptRecorder
{
    private AttemptHistory _history = AttemptHistory.None;

    /// <summary>The attempts collected so far; null if there are none.</summary>
    public AttemptHistory? History => _history.Entries.Count > 0 ? _history : null;

    /// <summary>Adds an attempt that has ended.</summary>
    /// <param name="call">The call of the attempt.</param>
    /// <param name="result">The result of the attempt.</param>
    /// <param name="admission">
    /// The circuit's decision; null if the local view was closed, so that the circuit was not asked.
    /// </param>
    /// <param name="afterReport">
    /// The circuit's decision for further calls after the attempt's report; null if nothing was reported.
    /// </param>
    public void Add(VendorCall call, AttemptResult result, CircuitDecision? admission, CircuitDecision? afterReport) =>
        _history = _history.Add(new AttemptEntry(
            call.Provider,
            call.Attempt,
            result.Status,
            result.FinishedAt,
            result.Elapsed,
            result.HttpStatus,
            result.NetworkError,
            result.RetryAfter,
            admission switch
            {
                { Admitted: false } => CircuitPassage.Refused,
                { IsProbe: true } => CircuitPassage.Probe,
                _ => CircuitPassage.Passed,
            },
            Refusal(afterReport) ?? Refusal(admission) ?? result.RefusedUntil));

    /// <summary>Notes on the last attempt that the validation waits for its next attempt until a time.</summary>
    public void SetNextAttempt(DateTimeOffset until) => _history = _history.WithNextAttempt(until);

    private static DateTimeOffset? Refusal(CircuitDecision? decision) =>
        decision is { Admitted: false } ? decision.RetryAt : null;
}
