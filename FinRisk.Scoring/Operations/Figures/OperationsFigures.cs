using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// What this process saw in the last 24 hours, for the operators' page. Fed on the path of every request, so each of these
/// methods costs a few interlocked additions.
/// </summary>
public sealed class OperationsFigures(TimeProvider clock) : IScoringListener
{
    private readonly NewestFailures _failures = new();
    private readonly SlowestValidations _slowest = new();
    private readonly CallerRefusals _refusals = new();

    /// <summary>When counting began.</summary>
    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    internal MinuteRing Ring { get; } = new(Cells.Width);

    /// <summary>A request was taken up: as a new validation, from the cache, or by joining or repeating another.</summary>
    public void Taken(StartKind kind)
    {
        if (kind != StartKind.Conflict)
            Count(kind == StartKind.Started ? Cells.Accepted : kind == StartKind.Cached ? Cells.Cached : Cells.Repeated);
    }

    /// <summary>A request was refused; where its caller sent too many, that caller is remembered.</summary>
    public void RequestRefused(string code, string? caller)
    {
        if (Cells.Refusal(code) is { } cell)
            Count(cell);
        if (caller is not null && code == ProblemKind.RateLimited.Code)
            _refusals.Count(caller, clock.GetUtcNow());
    }

    /// <summary>A call to the vendor ended.</summary>
    public void VendorCalled(AttemptResult result, bool candidate)
    {
        var minute = MinuteRing.MinuteOf(clock.GetUtcNow());
        Ring.Count(minute, Cells.Of(result.Status));
        if (result.Status == AttemptStatus.NetworkFailure)
            Ring.Count(minute, Cells.Of(result.Fault ?? HttpRequestError.Unknown));
        if (result.Status.WasCalled())
            Ring.Count(minute, Cells.VendorStep(result.Elapsed));
    }

    /// <summary>A validation ended.</summary>
    public void Ended(
        ValidationId validationId, string caller, ValidationOutcome outcome, DateTimeOffset acceptedAt, DateTimeOffset endedAt)
    {
        var (minute, elapsed) = (MinuteRing.MinuteOf(endedAt), endedAt - acceptedAt);
        Ring.Count(minute, Cells.Of(outcome));
        Ring.Count(minute, Cells.ValidationStep(elapsed));

        var isSlow = _slowest.Wants(minute, elapsed.TotalMilliseconds);
        if (!isSlow && outcome.Failure is null)
            return;

        var ended = new EndedValidation(
            validationId.Value, caller, outcome.Name, endedAt.UtcDateTime, Math.Round(
                elapsed.TotalMilliseconds, 1), outcome.Attempts);
        if (isSlow)
            _slowest.Add(minute, ended);
        if (outcome.Failure is not null)
            _failures.Add(ended);
    }

    /// <summary>A validation that an earlier process ended, out of the store.</summary>
    public void Restore(ValidationRecord record)
    {
        Ring.Count(MinuteRing.MinuteOf(record.CreatedAt), Cells.Accepted);
        Ended(record.Id, record.Caller, record.Outcome!, record.CreatedAt, record.UpdatedAt);
    }

    internal EndedValidation[] Failed(int atMost) => _failures.Read(atMost);

    internal EndedValidation[] Slowest(DateTimeOffset now, int atMost) => _slowest.Read(MinuteRing.MinuteOf(now), atMost);

    internal RefusedCaller[] Refused(DateTimeOffset now, int atMost) => _refusals.Read(now, atMost);

    private void Count(int cell) => Ring.Count(MinuteRing.MinuteOf(clock.GetUtcNow()), cell);
}
