using System.Globalization;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Endpoints;

/// <summary>Converts the state or outcome of a validation into an HTTP response.</summary>
internal static class OutcomeMapper
{
    /// <summary>
    /// The minimum <c>Retry-After</c> for an unfinished validation. Most validations take less than a second.
    /// </summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The maximum <c>Retry-After</c> for an unfinished validation.</summary>
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromSeconds(60);

    /// <summary>The path of a validation's status resource, with the prefix of the gateway.</summary>
    private static string StatusPath(HttpContext http, ValidationId id) =>
        $"{http.Request.PathBase.ToUriComponent()}/validations/{id.Value}";

    /// <summary>The response to <c>POST /validate</c> for a validation that has ended.</summary>
    public static IResult ToResult(
        HttpContext http,
        ValidationRecord record,
        ValidationOutcome outcome,
        DateTimeOffset now,
        params (string, string)[] headers)
    {
        if (outcome.Failure is null)
        {
            var fromCache = outcome.DegradedBy is null && !outcome.IsFreshScore(record.Id);
            return ScoreResult(ScoreBody(record, outcome), fromCache ? [.. headers, Age(outcome.Score!, now)] : headers);
        }

        return Problems.Create(http, Problem(http, record, outcome), [.. headers, .. RetryAfter(outcome, now)]);
    }

    /// <summary>The response to a request that is answered with a cached score.</summary>
    public static IResult ToResult(
        StoredScore recent, string correlationId, DateTimeOffset now, params (string, string)[] headers) =>
        ScoreResult(ScoreBody(recent, degradedBy: null, correlationId, recent.ValidationId), [.. headers, Age(recent, now)]);

    /// <summary>
    /// The response to a request that is answered with an older score, without a validation, because every circuit is open.
    /// </summary>
    public static IResult ToDegraded(StoredScore last, string correlationId) =>
        ScoreResult(ScoreBody(last, FailureCode.CircuitOpen, correlationId, last.ValidationId), []);

    /// <summary>The response to a request that is refused, without a validation, because every circuit is open.</summary>
    public static IResult ToRefused(HttpContext http, DateTimeOffset retryAt, DateTimeOffset now) => Problems.Create(
        http,
        ProblemKind.FromFailure(FailureCode.CircuitOpen),
        Detail(FailureCode.CircuitOpen, final: false),
        headers: Problems.RetryAfter(retryAt - now));

    /// <summary>The response to a request whose validation is unfinished when the wait is over.</summary>
    public static IResult ToAccepted(
        HttpContext http, ValidationId id, ValidationStatus status, string correlationId, params (string, string)[] headers) =>
        new JsonResponse<AcceptedResponse>(
            StatusCodes.Status202Accepted,
            new AcceptedResponse(
                id.Value, (status == ValidationStatus.Waiting ? ValidationStatus.Running : status).ToString(), correlationId),
            ContractJson.Default.AcceptedResponse,
            headers: [.. headers, ("Location", StatusPath(http, id)), Problems.RetryAfter(PollInterval)]);

    /// <summary>The response to <c>GET /validations/{validationId}</c>.</summary>
    public static IResult ToStatus(HttpContext http, ValidationRecord record, DateTimeOffset now) =>
        new JsonResponse<ValidationResponse>(
        StatusCodes.Status200OK,
        new ValidationResponse(
            record.Id.Value,
            record.Status.ToString(),
            record.CreatedAt.UtcDateTime,
            record.UpdatedAt.UtcDateTime,
            record.Attempts,
            record.Waiting is { } waiting ? new WaitingResponse(waiting.Code, waiting.NextAttemptAt.UtcDateTime) : null,
            record.Outcome is { Failure: null } scored ? ScoreBody(record, scored) : null,
            record.Outcome is { Failure: not null } failed ? Problem(http, record, failed) : null),
        ContractJson.Default.ValidationResponse,
        headers: record.Outcome is null ? [Problems.RetryAfter(PollAfter(record, now))] : []);

    /// <summary>
    /// The <c>Retry-After</c> for an unfinished validation: the time until its next attempt is due, from
    /// <see cref="PollInterval"/> to <see cref="MaxPollInterval"/>.
    /// </summary>
    private static TimeSpan PollAfter(ValidationRecord record, DateTimeOffset now) =>
        record.Waiting is { } waiting && waiting.NextAttemptAt - now is var wait && wait > PollInterval
            ? (wait < MaxPollInterval ? wait : MaxPollInterval)
            : PollInterval;

    private static JsonResponse<ScoreResponse> ScoreResult(ScoreResponse body, (string, string)[] headers) =>
        new(StatusCodes.Status200OK, body, ContractJson.Default.ScoreResponse, headers: headers);

    /// <summary>
    /// The body for a validation that has ended with a score. With a cached score it names the validation that obtained the
    /// score; with a fresh or degraded score it names the validation itself.
    /// </summary>
    private static ScoreResponse ScoreBody(ValidationRecord record, ValidationOutcome outcome) =>
        ScoreBody(
            outcome.Score!,
            outcome.DegradedBy,
            record.CorrelationId,
            outcome.DegradedBy is null ? outcome.Score!.ValidationId : record.Id);

    private static ScoreResponse ScoreBody(
        StoredScore known, FailureCode? degradedBy, string correlationId, ValidationId validationId) => new(
        known.Score.RiskScore,
        known.Score.RiskLevel.ToWire(),
        degradedBy is not null,
        degradedBy is { } reason ? reason.ToCode() : null,
        nameof(ValidationStatus.Completed),
        validationId.Value,
        correlationId,
        known.ScoredAt.UtcDateTime,
        known.Provider);

    private static ProblemResponse Problem(HttpContext http, ValidationRecord record, ValidationOutcome outcome) =>
        Problems.CreateResponse(
        ProblemKind.FromFailure(outcome.Failure!.Value),
        Detail(outcome.Failure.Value, outcome.Final),
        StatusPath(http, record.Id),
        record.CorrelationId);

    private static (string, string)[] RetryAfter(ValidationOutcome outcome, DateTimeOffset now) =>
        outcome.RetryAt is { } at ? [Problems.RetryAfter(at - now)] : [];

    private static (string, string) Age(StoredScore known, DateTimeOffset now) =>
        ("Age", Math.Max(0, (long)(now - known.ScoredAt).TotalSeconds).ToString(CultureInfo.InvariantCulture));

    private static string Detail(FailureCode failure, bool final) => failure switch
    {
        FailureCode.VendorRejected when final =>
            "RiskShield refused this request and will refuse it again. Check the applicant's data.",
        FailureCode.VendorRejected =>
            "RiskShield refused the service, not this request's data. Its operators have been alerted; send the request again "
            + "later.",
        FailureCode.VendorInvalidResponse => "RiskShield answered without a usable score. Send the request again in a while.",
        FailureCode.VendorError => "RiskShield failed at every attempt. Send the request again in a while.",
        FailureCode.VendorTimeout => "RiskShield did not answer in time at the last attempt. Send the request again in a while.",
        FailureCode.VendorThrottled => "RiskShield asks for fewer requests. Send the request again after Retry-After.",
        FailureCode.CircuitOpen => "RiskShield is not being called at present. Send the request again after Retry-After.",
        FailureCode.ServiceNotConfigured => "The service has no vendor key. Its operators have to configure one.",
        _ => "The validation could not be carried out. Send the request again, and quote the correlation id if that does not "
            + "help.",
    };
}
