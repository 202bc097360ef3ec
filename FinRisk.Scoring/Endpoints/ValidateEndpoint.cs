using System.Buffers;
using System.Diagnostics;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Features;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Endpoints;

/// <summary><c>POST /validate</c> (contract, section 1), the same in every host.</summary>
public sealed class ValidateEndpoint(
    ValidationService validations,
    CallerLimits limits,
    ValidationSettings settings,
    FeatureFlags features,
    TimeProvider clock)
{
    /// <summary>The route.</summary>
    public const string Route = "/validate";

    private const string KeyReused =
        "This idempotency key was used with other applicant data. Send a new key for a new request.";

    private static readonly string TooLarge = $"The body may have at most {ApplicantReader.MaxBytes} bytes.";

    /// <summary>Handles a request. The host must have set the correlation id and the caller.</summary>
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var caller = http.GetCaller();
        var lease = await limits.AcquireAsync(http, caller);
        if (!lease.IsAcquired)
            return limits.Reject(http, caller, lease);

        if (!BodyReader.TryAcceptContent(http, "the applicant", out var unreadable))
            return unreadable;
        if (!IdempotencyKeyHeader.TryRead(http.Request.Headers[IdempotencyKeyHeader.Name], out var key))
            return Problems.Create(http, ProblemKind.IdempotencyKeyInvalid, IdempotencyKeyHeader.Rule);

        var (applicant, refusal) = await ReadApplicantAsync(http);
        if (applicant is null)
            return refusal!;

        var preferences = Preferences.Read(http.Request.Headers["Prefer"], settings.Deadline);
        var request = new ValidationRequest(
            applicant,
            caller.Name,
            http.GetCorrelationId(),
            key,
            Activity.Current?.Id,
            FromCache: !AsksForFreshScore(http.Request),
            preferences.Wait ?? (preferences.Async ? TimeSpan.Zero : settings.SyncWait),
            preferences.OutageTimeLimit);

        var start = await validations.ValidateAsync(request, http.RequestAborted);
        if (start.Kind != StartKind.Refused)
            LogScope.SetValidationId(http, (start.CachedScore?.ValidationId ?? start.Id).Value);
        return ToResult(http, start, preferences);
    }

    private async Task<(Applicant? Applicant, IResult? Refusal)> ReadApplicantAsync(HttpContext http)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ApplicantReader.MaxBytes + 1);
        try
        {
            var room = buffer.AsMemory(0, ApplicantReader.MaxBytes + 1);
            if (await BodyReader.ReadAsync(http.Request, room, http.RequestAborted) is not { } length)
                return (null, Problems.Create(http, ProblemKind.PayloadTooLarge, TooLarge));

            var reading = ApplicantReader.Read(buffer.AsMemory(0, length), features.Current.StrictIdNumber);
            return reading switch
            {
                { BodyError: { } why } => (null, Problems.Create(http, ProblemKind.InvalidJson, why)),
                { FieldErrors: { } errors } => (null, Problems.Create(
                    http,
                    ProblemKind.ValidationFailed,
                    $"Correct {string.Join(", ", errors.Keys)} and send the request again.",
                    errors)),
                _ => (reading.Applicant, null),
            };
        }
        finally
        {
            // The body contains personal data, which must not remain in the pooled buffer.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private IResult ToResult(HttpContext http, ValidationStart start, Preferences preferences)
    {
        switch (start)
        {
            case { Kind: StartKind.Conflict }:
                return Problems.Create(http, ProblemKind.IdempotencyKeyReused, KeyReused);
            case { Kind: StartKind.Cached, CachedScore: { } known }:
                return OutcomeMapper.ToResult(
                    known, http.GetCorrelationId(), clock.GetUtcNow(), Applied(preferences, waited: false));
            case { Kind: StartKind.Degraded, CachedScore: { } last }:
                return OutcomeMapper.ToDegraded(last, http.GetCorrelationId());
            case { Kind: StartKind.Refused, RetryAt: { } retryAt }:
                return OutcomeMapper.ToRefused(http, retryAt, clock.GetUtcNow());
            case { Kind: StartKind.Replayed, Record: { Outcome: { } outcome } record }:
                return OutcomeMapper.ToResult(
                    http,
                    record,
                    outcome,
                    clock.GetUtcNow(),
                    [.. Applied(preferences, waited: false), ("Idempotency-Replayed", "true")]);
            case { Record: { Outcome: { } outcome } record }:
                return OutcomeMapper.ToResult(http, record, outcome, clock.GetUtcNow(), Applied(preferences, waited: true));
            default:
                return OutcomeMapper.ToAccepted(
                    http,
                    start.Id,
                    start.Record?.Status ?? ValidationStatus.Pending,
                    start.Record?.CorrelationId ?? http.GetCorrelationId(),
                    Applied(preferences, waited: true));
        }
    }

    /// <summary>The header <c>Preference-Applied</c>; none if the answer was available without waiting.</summary>
    private static (string, string)[] Applied(Preferences preferences, bool waited) =>
        waited && preferences.Applied is { } applied ? [("Preference-Applied", applied)] : [];

    private static bool AsksForFreshScore(HttpRequest request)
    {
        foreach (var line in request.Headers.CacheControl)
        {
            foreach (var directive in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (directive.Equals("no-cache", StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }
}
