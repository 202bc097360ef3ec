using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The durable steps of <see cref="ScoringWorkflow"/>, implemented by each host. After a crash the workflow runs again from its
/// start, and every step that had finished returns its stored result without running again. The workflow awaits nothing but these
/// steps, so a Durable orchestrator can run it.
/// </summary>
public interface IScoringSteps
{
    /// <summary>
    /// Makes one attempt at a provider (<see cref="VendorAttempt"/>). A failure of the provider is returned as a result, never
    /// thrown.
    /// </summary>
    Task<AttemptResult> CallVendorAsync(VendorCall request);

    /// <summary>
    /// Asks the shared circuit of a provider, not a local copy, whether the attempt may call. The circuit may grant the probe
    /// lease.
    /// </summary>
    Task<CircuitDecision> AskCircuitAsync(string provider, CircuitEvent.Ask ask);

    /// <summary>Reports the result of an attempt to the provider's circuit. Returns whether it admits calls now.</summary>
    Task<CircuitDecision> ReportToCircuitAsync(string provider, CircuitEvent.Report report);

    /// <summary>Waits until a time; returns at once if it has passed.</summary>
    Task WaitUntilAsync(DateTimeOffset moment);

    /// <summary>Returns the newest stored score of the applicant with this hash, of any age; null if there is none.</summary>
    Task<StoredScore?> FindLastScoreAsync(string applicantHash);

    /// <summary>Publishes the progress for operators and for the status resource. Not a durable step; no personal data.</summary>
    void ShowProgress(ValidationProgress progress);
}

/// <summary>
/// The progress of a validation that has not ended, for the operations page and <c>GET /validations/{validationId}</c>. On Azure
/// it is the orchestration's custom status.
/// </summary>
/// <param name="Stage">
/// <c>calling</c>, <c>waiting</c>, <c>asking-circuit</c>, <c>degrading</c>, <c>completed</c> or <c>failed</c>.
/// </param>
/// <param name="Attempt">
/// The number of the present attempt at the provider, 1 for the first; the same as <paramref name="Calls"/> if no provider is
/// called.
/// </param>
/// <param name="Calls">The number of calls sent to providers so far, 0 or more.</param>
/// <param name="NextAttemptAt">The time of the next attempt, while the validation waits for it; otherwise null.</param>
/// <param name="Circuit">
/// The circuit as the attempt found it: <c>not-closed</c> while the shared circuit is asked, then <c>closed</c>, or
/// <c>half-open</c> for the probe. Null if the shared circuit was not asked.
/// </param>
/// <param name="Provider">The name of the provider that is called; null if none is.</param>
/// <param name="Code">
/// The problem code: why the validation waits, why it falls back on an older score, or why it failed; otherwise null.
/// </param>
/// <param name="History">The attempts so far; null if there are none, and once the validation has ended.</param>
public sealed record ValidationProgress(
    string Stage,
    int Attempt,
    int Calls = 0,
    DateTimeOffset? NextAttemptAt = null,
    string? Circuit = null,
    string? Provider = null,
    string? Code = null,
    AttemptHistory? History = null)
{
    /// <summary>The <see cref="Stage"/> of a validation that waits for its next attempt.</summary>
    public const string Waiting = "waiting";
}
