using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Decides whether a request whose caller waits for the outcome may start a validation. While the circuit is open the request is
/// refused here, from the local view and without a durable step (decision 0020). When the break is over, one request per second
/// is admitted and may become the probe. While a probe is under way the other requests wait in memory for its result, so that
/// they are admitted instead of refused if the vendor has recovered.
/// </summary>
/// <param name="circuits">The local view of the circuits.</param>
/// <param name="probes">Limits which validation may ask for the probe; shared with the attempts of this process.</param>
/// <param name="clock">The clock.</param>
public sealed class RequestAdmission(ICircuitView circuits, ProbeGate probes, TimeProvider clock)
{
    /// <summary>The longest time that a request waits for the result of a probe.</summary>
    public static readonly TimeSpan MaxProbeWait = TimeSpan.FromSeconds(2);

    /// <summary>The interval at which a waiting request reads the local view of the circuit.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Decides whether one request may start a validation.</summary>
    /// <param name="validation">The id of the validation that would be started.</param>
    /// <param name="backup">The name of the backup provider; null if there is none or it is switched off.</param>
    /// <param name="maxWait">The time that the caller waits for its response.</param>
    /// <param name="aborted">Cancelled when the caller disconnects.</param>
    public async ValueTask<AdmissionDecision> DecideAsync(
        ValidationId validation, string? backup, TimeSpan maxWait, CancellationToken aborted)
    {
        var view = await circuits.ReadAsync(ProviderName.RiskShield, aborted);

        // Not as a possible probe: if the backup is usable, RiskShield's break may last, so the first attempt has to read the
        // local view before it asks the shared circuit.
        if (view.State == CircuitState.Closed || await IsBackupUsableAsync(backup, validation, aborted))
            return AdmissionDecision.Admitted;

        var (startedAt, waitLimit) = (clock.GetTimestamp(), maxWait < MaxProbeWait ? maxWait : MaxProbeWait);
        while (view.State != CircuitState.Closed)
        {
            var now = clock.GetUtcNow();
            var refusedUntil = CircuitRules.RefusedUntil(view, validation.Value, now);

            // The break lasts: refuse at once.
            if (refusedUntil is not null && view.State == CircuitState.Open)
                return new AdmissionDecision(refusedUntil);

            // The break is over, or a probe is under way: wait for its result unless this request may be the probe.
            refusedUntil ??= probes.RefusedUntil(ProviderName.RiskShield, view, validation, now);
            var remaining = waitLimit - clock.GetElapsedTime(startedAt);
            if (refusedUntil is null || remaining <= TimeSpan.Zero)
                return new AdmissionDecision(refusedUntil, MayProbe: refusedUntil is null);

            await Task.Delay(remaining < PollInterval ? remaining : PollInterval, clock, aborted);
            view = await circuits.ReadAsync(ProviderName.RiskShield, aborted);
        }

        return AdmissionDecision.Admitted;
    }

    /// <summary>True if the backup provider may be called, or its circuit may grant a probe.</summary>
    private async ValueTask<bool> IsBackupUsableAsync(string? backup, ValidationId validation, CancellationToken aborted)
    {
        if (backup is null)
            return false;
        var view = await circuits.ReadAsync(backup, aborted);
        var now = clock.GetUtcNow();
        return view.State == CircuitState.Closed
            || (CircuitRules.RefusedUntil(view, validation.Value, now) is null
                && probes.RefusedUntil(backup, view, validation, now) is null);
    }
}

/// <summary>The decision whether a request may start a validation.</summary>
/// <param name="RefusedUntil">
/// The earliest time at which the caller should send the request again; null if the validation may start.
/// </param>
/// <param name="MayProbe">
/// True if the validation may become the probe of RiskShield's circuit, so its first attempt asks the shared circuit without
/// reading the local view.
/// </param>
public readonly record struct AdmissionDecision(DateTimeOffset? RefusedUntil, bool MayProbe = false)
{
    /// <summary>The request may start a validation.</summary>
    public static AdmissionDecision Admitted => default;
}
