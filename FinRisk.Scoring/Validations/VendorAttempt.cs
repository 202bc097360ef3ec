using System.Diagnostics;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.RiskShield;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// Does what the step "call the vendor once" stands for, in either host: look at the circuit, open the sealed applicant, call,
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

    /// <summary>Makes the call, unless the circuit's local view forbids it; whatever the vendor does comes back as a result.</summary>
    /// <exception cref="OperationCanceledException">The host is stopping; the attempt is not finished and will be made again.</exception>
    public async Task<AttemptResult> RunAsync(VendorCall call, CancellationToken stopping)
    {
        var view = await _circuit.ReadAsync(stopping);
        var generation = call.AdmittedGeneration ?? view.Generation;
        if (call.AdmittedGeneration is null ? view.State != CircuitState.Closed : HasLapsed(call, view))
            return NotAdmitted(call, view);

        var answer = await CallAsync(call, stopping);
        return new AttemptResult(
            answer.Status,
            Now(),
            answer.Score,
            answer.HttpStatus,
            answer.RetryAfter,
            generation,
            CircuitWasTroubled: call.AdmittedGeneration is not null || !view.IsHealthy);
    }

    /// <summary>
    /// Sends the workflow to the circuit itself only where that may grant a probe; while a break lasts or a probe is out, the view
    /// says so at no cost.
    /// </summary>
    private AttemptResult NotAdmitted(VendorCall call, CircuitSnapshot view)
    {
        var now = _clock.GetUtcNow();
        var attempt = call.Validation.AttemptId(call.Attempt);
        var refused = call.AdmittedGeneration is not null
            ? now + CircuitRules.RetryWhileProbing
            : CircuitRules.RefusedUntil(view, attempt, now) ?? _probes.RefusedUntil(view, attempt, now);
        return new AttemptResult(
            AttemptStatus.NotAdmitted, Now(), Generation: call.AdmittedGeneration ?? view.Generation, CircuitWasTroubled: true, RefusedUntil: refused);
    }

    /// <summary>
    /// The probe's lease is over before the probe has begun, as on a machine that was stopped or is overloaded: by now another may be
    /// out, and there is to be one at a time.
    /// </summary>
    private bool HasLapsed(VendorCall call, CircuitSnapshot view) => view.State != CircuitState.Closed
        && (view.Generation > call.AdmittedGeneration || (view.Generation == call.AdmittedGeneration && _clock.GetUtcNow() >= view.ProbeUntil));

    private async Task<VendorAnswer> CallAsync(VendorCall call, CancellationToken stopping)
    {
        var input = call.Validation;
        if (!TryOpen(input, out var applicant))
        {
            await NoteSealBrokenAsync(input, stopping);
            return new VendorAnswer(AttemptStatus.SealBroken);
        }

        using var span = ValidationSpans.StartAttempt(input, call.Attempt);
        var started = Stopwatch.GetTimestamp();
        var answer = await _vendor.ScoreAsync(
            new VendorRequest(
                applicant!,
                input.ValidationId,
                input.CorrelationId,
                span?.Id ?? input.TraceParent,
                ToCandidate: input.Plan.Candidate,
                IsProbe: call.AdmittedGeneration is not null),
            stopping);

        // What a call waited for its permit is our time, not the vendor's.
        var elapsed = Stopwatch.GetElapsedTime(started) - answer.Queued;

        ValidationSpans.EndAttempt(span, answer.Status);
        _events.VendorCalled(answer.Status, elapsed, input.Plan.Candidate);
        if (answer.Status != AttemptStatus.Scored)
            Log.AttemptFailed(_log, input.ValidationId.Value, input.CorrelationId, call.Attempt, answer.Status, answer.HttpStatus, elapsed.TotalMilliseconds);

        return answer;
    }

    private bool TryOpen(ValidationInput input, out Applicant? applicant)
    {
        try
        {
            applicant = _sealer.Open(input.Applicant, input.ValidationId);
            return true;
        }
        catch (SealBrokenException fault)
        {
            Log.SealBroken(_log, fault, input.ValidationId.Value, input.CorrelationId);
            applicant = null;
            return false;
        }
    }

    /// <summary>Leaves a record; where that fails, the log line above and the validation's own record, a failure, still tell of it.</summary>
    private async Task NoteSealBrokenAsync(ValidationInput input, CancellationToken stopping)
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
        [LoggerMessage(2001, LogLevel.Warning, "riskshield_attempt_failed: attempt {attempt} of {validationId} ended {status} (HTTP {httpStatus}) after {durationMs:F0} ms; correlation {correlationId}", EventName = "riskshield_attempt_failed")]
        public static partial void AttemptFailed(
            ILogger log, string validationId, string correlationId, int attempt, AttemptStatus status, int? httpStatus, double durationMs);

        [LoggerMessage(2002, LogLevel.Error, "seal_broken: the applicant of {validationId} cannot be opened; correlation {correlationId}", EventName = "seal_broken")]
        public static partial void SealBroken(ILogger log, Exception fault, string validationId, string correlationId);

        [LoggerMessage(6003, LogLevel.Critical, "audit_refused: seal-broken of {validationId} has no record; correlation {correlationId}", EventName = "audit_refused")]
        public static partial void SealBrokenUnaudited(ILogger log, Exception fault, string validationId, string correlationId);
    }
}
