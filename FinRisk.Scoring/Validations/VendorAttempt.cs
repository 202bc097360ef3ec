using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Time;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Runs the durable step "make one attempt at a provider" in both hosts: checks the local view of the circuit, opens the sealed
/// applicant, calls the provider, and publishes the result. A sealed applicant is opened nowhere else.
/// </summary>
public sealed partial class VendorAttempt
{
    private readonly ProviderRegistry _providers;
    private readonly ApplicantSealer _sealer;
    private readonly ICircuitView _circuit;
    private readonly IAuditLog _audit;
    private readonly ValidationEvents _events;
    private readonly ProbeGate _probes;
    private readonly BacklogGates _backlogs;
    private readonly TimeProvider _clock;
    private readonly ILogger<VendorAttempt> _log;

    internal VendorAttempt(
        ProviderRegistry providers,
        ApplicantSealer sealer,
        ICircuitView circuit,
        IAuditLog audit,
        ValidationEvents events,
        ProbeGate probes,
        BacklogGates backlogs,
        TimeProvider clock,
        ILogger<VendorAttempt> log)
    {
        (_providers, _sealer, _circuit, _audit, _events) = (providers, sealer, circuit, audit, events);
        (_probes, _backlogs, _clock, _log) = (probes, backlogs, clock, log);
    }

    /// <summary>
    /// Makes one attempt. Every failure of the provider is returned as a result; if the local view of the circuit does not admit
    /// the call, the result is <see cref="AttemptStatus.NotAdmitted"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The host is stopping. The step is not finished, and the attempt is made again after the restart.
    /// </exception>
    public async Task<AttemptResult> RunAsync(VendorCall call, CancellationToken stopping)
    {
        var view = await _circuit.ReadAsync(call.Provider, stopping);

        // A call that the shared circuit has admitted does not wait here: it may be a probe, whose lease runs.
        if (call is { IsBacklog: true, AdmittedGeneration: null } && view.State == CircuitState.Closed)
        {
            if (await _backlogs[call.Provider].WaitAsync(call.Validation.AcceptedAt, view.ChangedAt, stopping) is { } retryAfter)
                return new AttemptResult(AttemptStatus.NoPermit, Now(), RetryAfter: retryAfter, Generation: view.Generation);

            // Read again, because the circuit may have opened during the wait.
            view = await _circuit.ReadAsync(call.Provider, stopping);
        }

        var admission = CircuitAdmission.Decide(call, view, _probes, _clock.GetUtcNow());
        var result = admission.IsAdmitted
            ? await CallAsync(call, stopping)
            : new AttemptResult(AttemptStatus.NotAdmitted, Now(), RefusedUntil: admission.RefusedUntil);
        return result with { Generation = admission.Generation, CircuitWasTroubled = admission.WasTroubled };
    }

    private async Task<AttemptResult> CallAsync(VendorCall call, CancellationToken stopping)
    {
        var input = call.Validation;
        if (Open(input) is not { } applicant)
        {
            await AuditBrokenSealAsync(input, stopping);
            return new AttemptResult(AttemptStatus.SealBroken, Now());
        }

        using var span = ValidationSpans.StartAttempt(input, call.Attempt);
        var exchange = new VendorExchange
        {
            Applicant = applicant,
            ValidationId = input.ValidationId,
            IdempotencyKey = call.IdempotencyKey,
            CorrelationId = input.CorrelationId,
            TraceParent = span?.Id ?? input.TraceParent,
            UsesCandidatePath = input.Plan.UsesCandidatePath && call.Provider == ProviderName.RiskShield,
            IsProbe = call.AdmittedGeneration is not null,
        };
        var result = _providers.Find(call.Provider) is { } client
            ? await client.ScoreAsync(exchange, stopping)
            : new AttemptResult(AttemptStatus.NotConfigured, Now());
        ValidationSpans.EndAttempt(span, result.Status);
        _events.VendorCalled(call.Provider, result, exchange.UsesCandidatePath);
        if (result.Status != AttemptStatus.Scored)
        {
            Log.AttemptFailed(
                _log,
                input.ValidationId.Value,
                input.CorrelationId,
                call.Attempt,
                call.Provider,
                result.Status.ToWire(),
                result.HttpStatus,
                result.NetworkError is { } error ? WireName.Of(error) : null,
                result.Elapsed.TotalMilliseconds);
        }

        return result;
    }

    /// <summary>Opens the sealed applicant; logs and returns null if the seal is broken.</summary>
    private Applicant? Open(ValidationInput input)
    {
        try
        {
            return _sealer.Open(input.Applicant, input.ValidationId);
        }
        catch (SealBrokenException exception)
        {
            Log.SealBroken(_log, exception, input.ValidationId.Value, input.CorrelationId);
            return null;
        }
    }

    /// <summary>
    /// Writes an audit record of the broken seal. If that fails, the failure is only logged, because the event
    /// <c>seal_broken</c> and the audit record of the failed validation also show the broken seal.
    /// </summary>
    private async Task AuditBrokenSealAsync(ValidationInput input, CancellationToken stopping)
    {
        try
        {
            await _audit.AppendAsync(AuditRecords.SealBroken(input, Now()), stopping);
        }
        catch (AuditException exception)
        {
            Log.SealBrokenUnaudited(_log, exception, input.ValidationId.Value, input.CorrelationId);
        }
    }

    private DateTimeOffset Now() => Moments.NowInMilliseconds(_clock);

    private static partial class Log
    {
        [LoggerMessage(
            2001,
            LogLevel.Warning,
            "provider_attempt_failed: attempt {attempt} of {validationId} at {provider} ended as {status} (HTTP {httpStatus}, "
                + "error {error}) after {durationMs:F0} ms; correlation {correlationId}",
            EventName = "provider_attempt_failed")]
        public static partial void AttemptFailed(
            ILogger log,
            string validationId,
            string correlationId,
            int attempt,
            string provider,
            string status,
            int? httpStatus,
            string? error,
            double durationMs);

        [LoggerMessage(
            2002,
            LogLevel.Error,
            "seal_broken: the applicant of {validationId} cannot be opened; correlation {correlationId}",
            EventName = "seal_broken")]
        public static partial void SealBroken(ILogger log, Exception exception, string validationId, string correlationId);

        [LoggerMessage(
            6003,
            LogLevel.Critical,
            "audit_refused: no audit record could be written of the broken seal of {validationId}; correlation {correlationId}",
            EventName = "audit_refused")]
        public static partial void SealBrokenUnaudited(
            ILogger log, Exception exception, string validationId, string correlationId);
    }
}
