using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// The part of <see cref="ScoringWorkflow"/> that calls one provider for one validation: up to <c>Retry:MaxAttempts</c> attempts
/// under the provider's circuit, and one further attempt each time the workflow tries again during an outage. Deterministic like
/// the workflow itself.
/// </summary>
internal sealed class ProviderCalls(
    string provider, ValidationInput input, IScoringSteps steps, AttemptRecorder recorder, VendorBilling? billing)
{
    private VendorBilling _billing = billing ?? VendorBilling.None;
    private int _attempts;
    private int _callsToOthers;

    /// <summary>The number of calls sent to the provider so far, 0 or more.</summary>
    public int Calls { get; private set; }

    /// <summary>
    /// True if the provider's last failure is one that waiting cannot change, such as a refused applicant or a missing API key.
    /// </summary>
    public bool HasPermanentFailure { get; private set; }

    /// <summary>
    /// The billing state to store with the outcome, for a later request with the same idempotency key; null if it is the initial
    /// state.
    /// </summary>
    public VendorBilling? BillingToStore => _billing == VendorBilling.None ? null : _billing;

    /// <summary>
    /// Makes attempts until the provider has scored, no attempt is left, or the circuit refuses. The first run makes up to
    /// <see cref="ValidationPlan.MaxAttempts"/> attempts, each later run (during an outage) makes one.
    /// </summary>
    /// <param name="callsToOthers">The number of calls sent to other providers for this validation so far.</param>
    public async Task<ProviderResult> RunAsync(int callsToOthers)
    {
        _callsToOthers = callsToOthers;
        var isBacklog = _attempts > 0;
        var lastAttempt = isBacklog ? _attempts + 1 : input.Plan.MaxAttempts;
        if (isBacklog)
            _billing = _billing.ForNextRun();
        while (true)
        {
            var key = _billing.IdempotencyKeyFor(input.ValidationId, provider);
            var call = new VendorCall(
                input, ++_attempts, key, provider, CallsBefore: callsToOthers + Calls, IsBacklog: isBacklog);
            var (result, admission) = await RunAttemptAsync(call);
            if (admission is { Admitted: false } refusal)
            {
                recorder.Add(call, result, admission, afterReport: null);
                return CreateFailure(FailureCode.CircuitOpen, result, refusal.RetryAt);
            }

            if (result.Status.WasCalled())
                Calls++;
            _billing = _billing.After(result.Status);

            var circuit = await ReportAsync(call, result);
            recorder.Add(call, result, admission, circuit);
            if (result.Score is { } score)
                return new ProviderResult(result, new StoredScore(score, result.FinishedAt, input.ValidationId, provider));
            var failure = result.Status.ToFailureCode();
            HasPermanentFailure = !failure.AllowsDegradedMode();
            if (!result.Status.IsRetryable() || _attempts >= lastAttempt)
                return CreateFailure(failure, result, CallerRetryAt(result));

            var next = result.FinishedAt + RetrySchedule.WaitAfter(input.Plan, _attempts, call.AttemptId, result.RetryAfter);
            if (circuit is { Admitted: false } && circuit.RetryAt > next)
                return CreateFailure(FailureCode.CircuitOpen, result, circuit.RetryAt);
            if (next > input.Deadline)
                return CreateFailure(failure, result, CallerRetryAt(result));

            recorder.SetNextAttempt(next);
            ShowProgress(ValidationProgress.Waiting, call, next, code: failure);
            await steps.WaitUntilAsync(next);
        }
    }

    /// <summary>
    /// Makes one attempt. The call step reads the local view of the circuit, so a healthy attempt does not ask the shared
    /// circuit, and neither does an attempt that the view refuses. Otherwise the workflow asks the shared circuit, which alone
    /// can admit a probe.
    /// </summary>
    /// <returns>
    /// The result, and the decision of the shared circuit or of a view that refused; the decision is null if the view was closed.
    /// </returns>
    private async Task<(AttemptResult Result, CircuitDecision? Admission)> RunAttemptAsync(VendorCall call)
    {
        // Used if the local view is skipped and the shared circuit refuses. That can only be a first attempt, so it ends at the
        // acceptance; the workflow has no clock.
        var result = new AttemptResult(AttemptStatus.NotAdmitted, input.AcceptedAt);
        if (!SkipsLocalView(call))
        {
            ShowProgress("calling", call);
            result = await steps.CallVendorAsync(call);
            if (result.Status != AttemptStatus.NotAdmitted)
                return (result, null);
            if (result.RefusedUntil is { } until)
                return (result, new CircuitDecision(Admitted: false, result.Generation, RetryAt: until));
        }

        ShowProgress("asking-circuit", call, circuit: "not-closed");
        var decision = await steps.AskCircuitAsync(provider, new CircuitEvent.Ask(call.AttemptId));
        if (!decision.Admitted)
            return (result, decision);

        ShowProgress("calling", call, circuit: decision.IsProbe ? "half-open" : "closed");
        return (await steps.CallVendorAsync(call with { AdmittedGeneration = decision.Generation }), decision);
    }

    /// <summary>
    /// True if the attempt asks the shared circuit without reading the local view first, because <see cref="RequestAdmission"/>
    /// has already read it. This saves a durable step, for which other callers would wait too while the probe is under way.
    /// </summary>
    private bool SkipsLocalView(VendorCall call) =>
        input.MayProbe && call.Attempt == 1 && provider == ProviderName.RiskShield;

    /// <summary>
    /// Reports the result to the circuit if it can change the circuit: a failure always, anything else only if the circuit was
    /// troubled. Returns null if nothing was reported.
    /// </summary>
    private async Task<CircuitDecision?> ReportAsync(VendorCall call, AttemptResult result)
    {
        var verdict = result.Status.ToVerdict();
        return verdict == CircuitVerdict.Failure || result.CircuitWasTroubled
            ? await steps.ReportToCircuitAsync(
                provider,
                new CircuitEvent.Report(
                    call.AttemptId,
                    result.Generation,
                    verdict,
                    verdict == CircuitVerdict.Failure ? result.Status.ToKind(result.NetworkError) : null))
            : null;
    }

    /// <summary>
    /// The time at which the caller should send its request again. That is the wait that the provider or our own call limits ask
    /// for, capped by <c>Retry:MaxRetryAfter</c>; if a throttled call names none, <c>Retry:MaxDelay</c>; if the local view
    /// refused, the time at which the circuit may be asked again. Null if unknown, and for a refused applicant.
    /// </summary>
    private DateTimeOffset? CallerRetryAt(AttemptResult result)
    {
        if (result.Status == AttemptStatus.Rejected)
            return null;
        var wait = RetrySchedule.CapRetryAfter(input.Plan, result.RetryAfter)
            ?? (result.Status is AttemptStatus.Throttled or AttemptStatus.NoPermit ? input.Plan.MaxDelay : null);
        return wait is { } needed ? result.FinishedAt + needed : result.RefusedUntil;
    }

    private static ProviderResult CreateFailure(FailureCode code, AttemptResult last, DateTimeOffset? retryAt) =>
        new(last, Failure: code, RetryAt: retryAt);

    private void ShowProgress(
        string stage, VendorCall call, DateTimeOffset? next = null, string? circuit = null, FailureCode? code = null)
    {
        steps.ShowProgress(new ValidationProgress(
            stage, call.Attempt, _callsToOthers + Calls, next, circuit, provider, code?.ToCode(), recorder.History));
    }
}

/// <summary>The result of the attempts at one provider: a score, or the reason why there is none.</summary>
/// <param name="Last">The result of the last attempt.</param>
/// <param name="Score">The score; null if there is none.</param>
/// <param name="Failure">The reason why there is no score; null if there is one.</param>
/// <param name="RetryAt">The earliest time at which another request may succeed; null if it is not known.</param>
internal readonly record struct ProviderResult(
    AttemptResult Last, StoredScore? Score = null, FailureCode? Failure = null, DateTimeOffset? RetryAt = null)
{
    /// <summary>The time at which the last attempt ended.</summary>
    public DateTimeOffset At { get; init; } = Last.FinishedAt;

    /// <summary>
    /// True if the provider cannot be used at present, so that the backup, a later attempt or an older score may help.
    /// </summary>
    public bool IsUnavailable => Failure is { } code && code.AllowsDegradedMode();

    /// <summary>
    /// True if our own call limits (<see cref="VendorPermits"/>, <see cref="BacklogGate"/>) held back the last call and said how
    /// long to wait. The provider may be healthy.
    /// </summary>
    public bool IsQueued => Last is { Status: AttemptStatus.NoPermit, RetryAfter: not null };

    /// <summary>True if the provider cannot score this applicant (400, 422), so that another attempt would not help.</summary>
    public bool IsFinal => Last.Status == AttemptStatus.Rejected;
}
