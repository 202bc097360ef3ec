using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The decision whether an attempt may call the provider, made from the local view of the circuit. The shared circuit need not be
/// asked while the view is closed, nor while the view is enough to refuse the attempt (decision 0003).
/// </summary>
/// <param name="IsAdmitted">True if the call may be made.</param>
/// <param name="Generation">The circuit's generation under which the call is made.</param>
/// <param name="WasTroubled">
/// True if the circuit had counted failures or was not closed, so that a success must be reported to it.
/// </param>
/// <param name="RefusedUntil">
/// If not admitted: the earliest time at which to ask again; null if the workflow must ask the shared circuit now.
/// </param>
internal readonly record struct CircuitAdmission(
    bool IsAdmitted, long Generation, bool WasTroubled, DateTimeOffset? RefusedUntil = null)
{
    /// <summary>Decides whether one call is admitted.</summary>
    /// <param name="call">The call. It carries a generation if the shared circuit has already admitted it.</param>
    /// <param name="view">The local view of the provider's circuit.</param>
    /// <param name="probes">Limits which validation may ask the shared circuit for the probe.</param>
    /// <param name="now">The current time.</param>
    public static CircuitAdmission Decide(VendorCall call, CircuitSnapshot view, ProbeGate probes, DateTimeOffset now)
    {
        if (call.AdmittedGeneration is { } admitted)
        {
            return IsLeaseExpired(admitted, view, now)
                ? new CircuitAdmission(IsAdmitted: false, admitted, WasTroubled: true, now + CircuitRules.RetryWhileProbing)
                : new CircuitAdmission(IsAdmitted: true, admitted, WasTroubled: true);
        }

        if (view.State == CircuitState.Closed)
            return new CircuitAdmission(IsAdmitted: true, view.Generation, WasTroubled: !view.IsHealthy);

        // The shared circuit is asked only when it may grant the probe. While the break lasts, or a probe is under way, the local
        // view is enough to refuse.
        var refusedUntil = CircuitRules.RefusedUntil(view, call.AttemptId, now)
            ?? probes.RefusedUntil(call.Provider, view, call.Validation.ValidationId, now);
        return new CircuitAdmission(IsAdmitted: false, view.Generation, WasTroubled: true, refusedUntil);
    }

    /// <summary>
    /// True if the lease of an admitted probe expired before its call began, as on a machine that was suspended or is overloaded.
    /// The call is then not made, because another probe may be under way by now.
    /// </summary>
    private static bool IsLeaseExpired(long admitted, CircuitSnapshot view, DateTimeOffset now) =>
        view.State != CircuitState.Closed
        && (view.Generation > admitted || (view.Generation == admitted && now >= view.ProbeUntil));
}
