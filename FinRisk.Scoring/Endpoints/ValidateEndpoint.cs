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

    /// <summary>Answers one request; the host has attached the correlation id and the caller.</summary>
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var caller = http.GetCaller();
        if (await limits.RefuseAsync(http, caller) is { } tooMany)
            return tooMany;

        if (!BodyReader.TryAcceptContent(http, "the applicant", out var unreadable))
            return unreadable;
        if (!IdempotencyKeyHeader.TryRead(http.Request.Headers[IdempotencyKeyHeader.Name], out var key))
            return Problems.Create(http, ProblemKind.IdempotencyKeyInvalid, IdempotencyKeyHeader.Rule);

        var (applicant, refusal) = await ReadApplicantAsync(http);
        if (applicant is null)
            return refusal!;

        var request = new ValidationRequest(
            applicant, caller.Name, http.GetCorrelationId(), key, Activity.Current?.Id, FromCache: !AsksForFreshScore(http.Request));

        var preferences = Preferences.Read(http.Request.Headers["Prefer"]);
        var wait = preferences.Wait ?? (preferences.Async ? TimeSpan.Zero : settings.SyncWait);
        var start = await validations.ValidateAsync(request, wait, http.RequestAborted);
        LogScope.Name(http, (start.Known?.ValidationId ?? start.Id).Value);
        return ToResult(http, start, preferences);
    }

    private async Task<(Applicant? Applicant, IResult? Refusal)> ReadApplicantAsync(HttpContext http)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ApplicantReader.MaxBytes + 1);
        try
        {
            if (await BodyReader.ReadAsync(http.Request, buffer.AsMemory(0, ApplicantReader.MaxBytes + 1), http.RequestAborted) is not { } length)
                return (null, Problems.Create(http, ProblemKind.PayloadTooLarge, $"The body may have at most {ApplicantReader.MaxBytes} bytes."));

            var reading = ApplicantReader.Read(buffer.AsMemory(0, length), features.Current.StrictIdNumber);
            return reading switch
            {
                { JsonFault: { } why } => (null, Problems.Create(http, ProblemKind.InvalidJson, why)),
                { FieldErrors: { } errors } => (null, Problems.Create(
                    http, ProblemKind.ValidationFailed, $"Correct {string.Join(", ", errors.Keys)} and send the request again.", errors)),
                _ => (reading.Applicant, null),
            };
        }
        finally
        {
            // What was in the body is personal data: the pool's next user shall not find it.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private IResult ToResult(HttpContext http, ValidationStart start, Preferences preferences)
    {
        switch (start)
        {
            case { Kind: StartKind.Conflict }:
                return Problems.Create(
                    http, ProblemKind.IdempotencyKeyReused, "This idempotency key was used with other applicant data. Send a new key for a new request.");
            case { Kind: StartKind.Cached, Known: { } known }:
                return OutcomeMapper.ToResult(known, http.GetCorrelationId(), clock.GetUtcNow(), Applied(preferences, waited: false));
            case { Kind: StartKind.Replayed, Record: { Outcome: { } outcome } record }:
                return OutcomeMapper.ToResult(
                    http, record, outcome, clock.GetUtcNow(), [.. Applied(preferences, waited: false), ("Idempotency-Replayed", "true")]);
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

    /// <summary>An answer that was there at once leaves nothing to prefer.</summary>
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
