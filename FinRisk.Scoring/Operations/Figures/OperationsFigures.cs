using System.Security.Cryptography;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Operations.Figures;

/// <summary>
/// Counts the events of this process in the last 24 hours, for the operations page. The methods are called for every request, so
/// each costs only a few interlocked additions.
/// </summary>
public sealed class OperationsFigures(TimeProvider clock) : IScoringListener
{
    /// <summary>The time at which this process began to count.</summary>
    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    /// <summary>The name of this process, unique over all machines and all starts on the same machine.</summary>
    internal string Process { get; } = $"{Environment.MachineName}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <summary>The figures that this process has counted.</summary>
    internal FigureSet Own { get; } = new();

    private MinuteRing Ring => Own.Ring;

    /// <summary>Counts a valid request by the way in which it was handled.</summary>
    public void RequestHandled(StartKind kind)
    {
        if (kind == StartKind.Conflict)
            return;
        Count(kind switch
        {
            StartKind.Cached => MinuteColumns.Cached,
            StartKind.Joined or StartKind.Replayed => MinuteColumns.Repeated,
            _ => MinuteColumns.Accepted,
        });
        if (kind == StartKind.Degraded)
            Count(MinuteColumns.Degraded);
        else if (kind == StartKind.Refused)
            Count(MinuteColumns.IndexOf(FailureCode.CircuitOpen));
    }

    /// <summary>Counts a refused request by its problem code; if the rate limit refused it, also by its caller.</summary>
    public void RequestRefused(string code, string? caller)
    {
        if (MinuteColumns.RefusalColumn(code) is { } column)
            Count(column);
        if (caller is not null && code == ProblemKind.RateLimited.Code)
            Own.Refusals.Count(caller, clock.GetUtcNow());
    }

    /// <summary>Counts an attempt at a provider by its status, network error and duration.</summary>
    public void VendorCalled(string provider, AttemptResult result, bool usesCandidatePath)
    {
        var minute = MinuteRing.MinuteOf(clock.GetUtcNow());
        Own.Availability.Count(provider, result.Status, minute);
        Ring.Count(minute, MinuteColumns.IndexOf(result.Status));
        if (result.Status == AttemptStatus.NetworkFailure)
            Ring.Count(minute, MinuteColumns.IndexOf(result.NetworkError ?? HttpRequestError.Unknown));
        if (result.Status.WasCalled())
            Ring.Count(minute, MinuteColumns.VendorBucket(result.Elapsed));
    }

    /// <summary>Counts a validation that has ended; keeps it if it failed or is one of the slowest.</summary>
    public void ValidationEnded(
        ValidationId validationId, string caller, ValidationOutcome outcome, DateTimeOffset acceptedAt, DateTimeOffset endedAt)
    {
        var (minute, elapsed) = (MinuteRing.MinuteOf(endedAt), endedAt - acceptedAt);
        Ring.Count(minute, MinuteColumns.IndexOf(outcome));
        Ring.Count(minute, MinuteColumns.ValidationBucket(elapsed));

        var isSlow = Own.Slowest.MayQualify(minute, elapsed.TotalMilliseconds);
        if (!isSlow && outcome.Failure is null)
            return;

        var ended = new EndedValidation(
            validationId.Value, caller, outcome.Name, endedAt.UtcDateTime, Math.Round(
                elapsed.TotalMilliseconds, 1), outcome.Attempts);
        if (isSlow)
            Own.Slowest.Add(minute, ended);
        if (outcome.Failure is not null)
            Own.Failures.Add(ended);
    }

    private void Count(int column) => Ring.Count(MinuteRing.MinuteOf(clock.GetUtcNow()), column);
}
