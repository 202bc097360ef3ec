using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>
/// What contract sections 4 and 5 demand of a validation, told in tables and apart from the product's own classification: goes
/// along a finished record and checks each step, then the end.
/// </summary>
internal sealed class WorkflowOracle(FaultWorld world, ValidationInput input, IReadOnlyList<WorkflowStep> record)
{
    private static readonly Dictionary<AttemptStatus, (FailureCode Code, bool Retried, bool Counts, bool Called)> Ends = new()
    {
        [AttemptStatus.NotConfigured] = (FailureCode.ServiceNotConfigured, false, false, false),
        [AttemptStatus.SealBroken] = (FailureCode.Internal, false, false, false),
        [AttemptStatus.Rejected] = (FailureCode.VendorRejected, false, false, true),
        [AttemptStatus.KeyRefused] = (FailureCode.VendorRejected, false, false, true),
        [AttemptStatus.Throttled] = (FailureCode.VendorThrottled, true, false, true),
        [AttemptStatus.NoPermit] = (FailureCode.VendorThrottled, true, false, false),
        [AttemptStatus.InvalidResponse] = (FailureCode.VendorInvalidResponse, false, true, true),
        [AttemptStatus.ServerError] = (FailureCode.VendorError, true, true, true),
        [AttemptStatus.NetworkFailure] = (FailureCode.VendorError, true, true, true),
        [AttemptStatus.TimedOut] = (FailureCode.VendorTimeout, true, true, true),
        [AttemptStatus.Misconfigured] = (FailureCode.VendorRejected, false, false, true),
        [AttemptStatus.Deferred] = (FailureCode.VendorTimeout, true, false, true),
        [AttemptStatus.LocalFault] = (FailureCode.VendorError, true, false, true),
    };

    /// <summary>Ends after which the vendor may have charged without our knowing.</summary>
    private static readonly AttemptStatus[] Unseen =
    [
        AttemptStatus.NetworkFailure, AttemptStatus.TimedOut, AttemptStatus.Deferred, AttemptStatus.LocalFault,
        AttemptStatus.InvalidResponse,
    ];

    private static readonly FailureCode[] Degradable =
        [FailureCode.VendorError, FailureCode.VendorTimeout, FailureCode.VendorThrottled, FailureCode.CircuitOpen];

    private static readonly double[] BackOff = [1_000, 2_000, 4_000, 8_000, 10_000, 10_000];

    private int _at;
    private int _calls;
    private bool _error;
    private bool _unseen;

    /// <summary>How the validation must have ended.</summary>
    public ValidationOutcome Judge()
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Attempt(attempt) is { } end)
            {
                Assert.True(_at == record.Count, "The workflow went on after its end.");
                return end;
            }
        }
    }

    private ValidationOutcome? Attempt(int attempt)
    {
        var result = Call(attempt, null);
        if (result is { Status: AttemptStatus.NotAdmitted, RefusedUntil: { } until })
            return Fail(FailureCode.CircuitOpen, result, until);
        if (result.Status == AttemptStatus.NotAdmitted)
        {
            var decision = (CircuitDecision)Take(
                "ask", (ProviderName.RiskShield, new CircuitEvent.Ask(input.AttemptId(ProviderName.RiskShield, attempt))))!;
            if (!decision.Admitted)
                return Fail(FailureCode.CircuitOpen, result, decision.RetryAt);
            result = Call(attempt, decision.Generation);
            if (result.Status == AttemptStatus.NotAdmitted)
            {
                Tell(attempt, result, CircuitVerdict.Neutral);
                return Fail(FailureCode.CircuitOpen, result, result.RefusedUntil);
            }
        }

        if (result.Status == AttemptStatus.Scored)
        {
            if (result.CircuitWasTroubled)
                Tell(attempt, result, CircuitVerdict.Success);
            return new ValidationOutcome(
                _calls, result.FinishedAt, new StoredScore(Sample.Score, result.FinishedAt, input.ValidationId));
        }

        var end = Ends[result.Status];
        var told = end.Counts || result.CircuitWasTroubled
            ? Tell(attempt, result, end.Counts ? CircuitVerdict.Failure : CircuitVerdict.Neutral)
            : null;
        if (!end.Retried || attempt == input.Plan.MaxAttempts)
            return Fail(end.Code, result, RetryAt(result), final: result.Status == AttemptStatus.Rejected);

        // The wait is the last thing the record can tell, so it is looked up first where the circuit leaves a choice.
        if (told is { Admitted: false } && world.Told == CircuitAnswer.Refused)
            return Fail(FailureCode.CircuitOpen, result, told.RetryAt);
        CheckWait((DateTimeOffset)Peek("wait").Request - result.FinishedAt, attempt, result.RetryAfter);
        _at++;
        return null;
    }

    private static void CheckWait(TimeSpan wait, int attempt, TimeSpan? asked)
    {
        var reckoned = BackOff[attempt - 1];
        var least = Math.Max(reckoned * 0.75, Math.Min(asked?.TotalMilliseconds ?? 0, 30_000));
        if (wait.TotalMilliseconds < least - 0.001 || wait.TotalMilliseconds > Math.Max(least, reckoned) + 0.001)
            Assert.Fail($"The wait after attempt {attempt} is {wait}.");
    }

    private DateTimeOffset? RetryAt(AttemptResult result)
    {
        if (result.Status == AttemptStatus.Rejected)
            return null;
        if (world.RetryAfter is { } asked)
            return result.FinishedAt.AddSeconds(Math.Min(asked.TotalSeconds, 30));
        return result.Status is AttemptStatus.Throttled or AttemptStatus.NoPermit ? result.FinishedAt.AddSeconds(10) : null;
    }

    private ValidationOutcome Fail(FailureCode code, AttemptResult result, DateTimeOffset? retryAt, bool final = false)
    {
        if (input.Plan.Degrade && Degradable.Contains(code))
        {
            var last = (StoredScore?)Take("find", input.ApplicantHash);
            if (world.LastScoreAge < TimeSpan.FromDays(30))
                return new ValidationOutcome(_calls, result.FinishedAt, last, DegradedBy: code);
        }

        var billing = _error || _unseen ? new VendorBilling(0, _error, _unseen) : null;
        return new ValidationOutcome(_calls, result.FinishedAt, Failure: code, RetryAt: retryAt, Final: final, Billing: billing);
    }

    private AttemptResult Call(int attempt, long? admitted)
    {
        var result = (AttemptResult)Take(
            "call", new VendorCall(input, attempt, input.ValidationId.Value, AdmittedGeneration: admitted, CallsBefore: _calls))!;
        if (result.Status == AttemptStatus.Scored || (Ends.TryGetValue(result.Status, out var end) && end.Called))
            _calls++;
        _error |= result.Status == AttemptStatus.ServerError;
        _unseen |= Unseen.Contains(result.Status);
        return result;
    }

    private CircuitDecision Tell(int attempt, AttemptResult result, CircuitVerdict verdict) =>
        (CircuitDecision)Take("tell", (ProviderName.RiskShield, new CircuitEvent.Report(
            input.AttemptId(ProviderName.RiskShield, attempt),
            result.Generation,
            verdict,
            verdict == CircuitVerdict.Failure ? result.Status.ToKind(result.NetworkError) : null)))!;

    private object? Take(string kind, object request)
    {
        var step = Peek(kind);
        if (!request.Equals(step.Request))
            Assert.Fail($"The step '{kind}' asks for {step.Request} instead of {request}.");
        _at++;
        return step.Answer;
    }

    private WorkflowStep Peek(string kind)
    {
        if (_at >= record.Count || record[_at].Kind != kind)
            Assert.Fail($"The workflow does not take its step '{kind}'.");
        return record[_at];
    }
}
