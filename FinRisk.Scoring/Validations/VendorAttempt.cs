using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.RiskShield;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Carries out the durable step "call the vendor once", in either host: consult the circuit, open the sealed applicant, call,
/// measure. The only place where a sealed applicant is opened.
/// </summary>
public sealed partial class VendorAttempt
{
    private readonly RiskShieldClient _vendor;
    private readonly ApplicantSealer _sealer;
    private readonly ICircuitView _circuit;
    private readonly IAuditLog _audit;
    private readonly ValidationEvents _events;
    private readonly ProbeGate _probes = new();
    private readonly TimeProvider _clock;
    private readonly ILogger<VendorAttempt> _log;

    internal VendorAttempt(
        RiskShieldClient vendor,
        ApplicantSealer sealer,
        ICircuitView circuit,
        IAuditLog audit,
        ValidationEvents events,
        TimeProvider clock,
        ILogger<VendorAttempt> log)
    {
        (_vendor, _sealer, _circuit, _audit, _events, _clock, _log) = (vendor, sealer, circuit, audit, events, clock, log);
    }

    /// <summary>
    /// Makes the call, unless the circuit's local view forbids it; whatever the vendor does comes back as a result.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The host is stopping; the attempt is not finished and will be made again.
    /// </exception>
    public async Task<AttemptResult> RunAsync(VendorCall call, CancellationToken stopping)
    {
        var admission = CircuitAdmission.Decide(call, await _circuit.ReadAsync(stopping), _probes, _clock.GetUtcNow());
        var result = admission.IsGranted
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
            IdempotencyKey = (input.Billing ?? VendorBilling.None).KeyFor(input.ValidationId.Value),
            CorrelationId = input.CorrelationId,
            TraceParent = span?.Id ?? input.TraceParent,
            ToCandidate = input.Plan.Candidate,
            IsProbe = call.AdmittedGeneration is not null,
        };
        var result = await _vendor.ScoreAsync(exchange, stopping);
        ValidationSpans.EndAttempt(span, result.Status);
        _events.VendorCalled(result, input.Plan.Candidate);
        if (result.Status != AttemptStatus.Scored)
        {
            Log.AttemptFailed(
                _log,
                input.ValidationId.Value,
                input.CorrelationId,
                call.Attempt,
                result.Status,
                result.HttpStatus,
                result.Fault,
                result.Elapsed.TotalMilliseconds);
        }

        return result;
    }

    private Applicant? Open(ValidationInput input)
    {
        try
        {
            return _sealer.Open(input.Applicant, input.ValidationId);
        }
        catch (SealBrokenException fault)
        {
            Log.SealBroken(_log, fault, input.ValidationId.Value, input.CorrelationId);
            return null;
        }
    }

    /// <summary>
    /// Leaves a record; where that fails, the log line above and the validation's own record, a failure, still show it.
    /// </summary>
    private async Task AuditBrokenSealAsync(ValidationInput input, CancellationToken stopping)
    {
        try
        {
            await _audit.AppendAsync(AuditRecords.SealBroken(input, Now()), stopping);
        }
        catch (AuditException fault)
        {
            Log.SealBrokenUnaudited(_log, fault, input.ValidationId.Value, input.CorrelationId);
        }
    }

    /// <summary>Whole milliseconds: what a history can hold without loss.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static partial class Log
    {
        [LoggerMessage(
            2001,
            LogLevel.Warning,
            "riskshield_attempt_failed: attempt {attempt} of {validationId} ended {status} (HTTP {httpStatus}, fault {fault}) "
                + "after {durationMs:F0} ms; correlation {correlationId}",
            EventName = "riskshield_attempt_failed")]
        public static partial void AttemptFailed(
            ILogger log,
            string validationId,
            string correlationId,
            int attempt,
            AttemptStatus status,
            int? httpStatus,
            HttpRequestError? fault,
            double durationMs);

        [LoggerMessage(
            2002,
            LogLevel.Error,
            "seal_broken: the applicant of {validationId} cannot be opened; correlation {correlationId}",
            EventName = "seal_broken")]
        public static partial void SealBroken(ILogger log, Exception fault, string validationId, string correlationId);

        [LoggerMessage(
            6003,
            LogLevel.Critical,
            "audit_refused: seal-broken of {validationId} has no record; correlation {correlationId}",
            EventName = "audit_refused")]
        public static partial void SealBrokenUnaudited(ILogger log, Exception fault, string validationId, string correlationId);
    }
}
