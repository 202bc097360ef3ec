using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Decides by the local view of the circuit whether an attempt may call the vendor, so that a healthy one asks nobody, and
/// neither does one that the view refuses.
/// </summary>
/// <param name="IsGranted">Whether the call may be made.</param>
/// <param name="Generation">The circuit's generation that the attempt belongs to.</param>
/// <param name="WasTroubled">The circuit had failures or was not closed, so a success is news to it.</param>
/// <param name="RefusedUntil">Refused: when to ask again; null where the circuit itself is to be asked now.</param>
internal readonly record struct CircuitAdmission(
    bool IsGranted, long Generation, bool WasTroubled, DateTimeOffset? RefusedUntil = null)
{
    /// <summary>Decides for one call.</summary>
    /// <param name="call">The call; with a generation where the circuit itself has admitted it.</param>
    /// <param name="view">The local view.</param>
    /// <param name="probes">Chooses who may ask the circuit for a probe.</param>
    /// <param name="now">The time.</param>
    public static CircuitAdmission Decide(VendorCall call, CircuitSnapshot view, ProbeGate probes, DateTimeOffset now)
    {
        if (call.AdmittedGeneration is { } admitted)
        {
            return HasLapsed(admitted, view, now)
                ? new CircuitAdmission(IsGranted: false, admitted, WasTroubled: true, now + CircuitRules.RetryWhileProbing)
                : new CircuitAdmission(IsGranted: true, admitted, WasTroubled: true);
        }

        if (view.State == CircuitState.Closed)
            return new CircuitAdmission(IsGranted: true, view.Generation, WasTroubled: !view.IsHealthy);

        // The workflow goes to the circuit itself only where that may grant a probe; while a break lasts or a probe is out, the
        // view says so at no cost.
        var attempt = call.Validation.AttemptId(call.Attempt);
        var refusedUntil = CircuitRules.RefusedUntil(view, attempt, now) ?? probes.RefusedUntil(view, attempt, now);
        return new CircuitAdmission(IsGranted: false, view.Generation, WasTroubled: true, refusedUntil);
    }

    /// <summary>
    /// The probe's lease expired before the probe began, as on a machine that was stopped or is overloaded: by now another may be
    /// out, and there is to be one at a time.
    /// </summary>
    private static bool HasLapsed(long admitted, CircuitSnapshot view, DateTimeOffset now) => view.State != CircuitState.Closed
        && (view.Generation > admitted || (view.Generation == admitted && now >= view.ProbeUntil));
}
