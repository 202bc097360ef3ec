using System.Globalization;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Endpoints;

/// <summary>The one place where a validation's end becomes an HTTP answer.</summary>
internal static class OutcomeMapper
{
    /// <summary>How soon a caller may ask again for a validation that goes on: most take less than a second.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The path of a validation's status resource as the caller reaches it.</summary>
    private static string StatusPath(HttpContext http, ValidationId id) =>
        $"{http.Request.PathBase.ToUriComponent()}/validations/{id.Value}";

    /// <summary>The answer to <c>POST /validate</c> for a validation that has ended.</summary>
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
            return Score(Score(record, outcome), fromCache ? [.. headers, Age(outcome.Score!, now)] : headers);
        }

        return Problems.Create(http, Problem(http, record, outcome), [.. headers, .. RetryAfter(outcome, now)]);
    }

    /// <summary>The answer to a request that a recent score answers.</summary>
    public static IResult ToResult(
        KnownScore known, string correlationId, DateTimeOffset now, params (string, string)[] headers) =>
        Score(Body(known, null, correlationId, known.ValidationId), [.. headers, Age(known, now)]);

    /// <summary>The answer to a request whose validation goes on.</summary>
    public static IResult ToAccepted(
        HttpContext http, ValidationId id, ValidationStatus status, string correlationId, params (string, string)[] headers) =>
        new JsonResponse<AcceptedBody>(
            StatusCodes.Status202Accepted,
            new AcceptedBody(id.Value, status.ToString(), correlationId),
            ContractJson.Default.AcceptedBody,
            headers: [.. headers, ("Location", StatusPath(http, id)), Problems.RetryAfter(PollInterval)]);

    /// <summary>The status resource.</summary>
    public static IResult ToStatus(HttpContext http, ValidationRecord record) => new JsonResponse<ValidationBody>(
        StatusCodes.Status200OK,
        new ValidationBody(
            record.Id.Value,
            record.Status.ToString(),
            record.CreatedAt.UtcDateTime,
            record.UpdatedAt.UtcDateTime,
            record.Attempts,
            record.Outcome is { Failure: null } scored ? Score(record, scored) : null,
            record.Outcome is { Failure: not null } failed ? Problem(http, record, failed) : null),
        ContractJson.Default.ValidationBody,
        headers: record.Outcome is null ? [Problems.RetryAfter(PollInterval)] : []);

    private static JsonResponse<ScoreBody> Score(ScoreBody body, (string, string)[] headers) =>
        new(StatusCodes.Status200OK, body, ContractJson.Default.ScoreBody, headers: headers);

    /// <summary>
    /// A cached score names the validation that obtained it; a fresh or a degraded one the validation that gives it.
    /// </summary>
    private static ScoreBody Score(ValidationRecord record, ValidationOutcome outcome) =>
        Body(
            outcome.Score!,
            outcome.DegradedBy,
            record.CorrelationId,
            outcome.DegradedBy is null ? outcome.Score!.ValidationId : record.Id);

    private static ScoreBody Body(
        KnownScore known, FailureCode? degradedBy, string correlationId, ValidationId validationId) => new(
        known.Score.RiskScore,
        known.Score.RiskLevel.ToWire(),
        degradedBy is not null,
        degradedBy is { } reason ? reason.ToCode() : null,
        validationId.Value,
        correlationId,
        known.ScoredAt.UtcDateTime);

    private static ProblemBody Problem(HttpContext http, ValidationRecord record, ValidationOutcome outcome) =>
        Problems.CreateBody(
        ProblemKind.FromFailure(outcome.Failure!.Value),
        Detail(outcome.Failure.Value, outcome.Final),
        StatusPath(http, record.Id),
        record.CorrelationId);

    private static (string, string)[] RetryAfter(ValidationOutcome outcome, DateTimeOffset now) =>
        outcome.RetryAt is { } at ? [Problems.RetryAfter(at - now)] : [];

    private static (string, string) Age(KnownScore known, DateTimeOffset now) =>
        ("Age", Math.Max(0, (long)(now - known.ScoredAt).TotalSeconds).ToString(CultureInfo.InvariantCulture));

    private static string Detail(FailureCode failure, bool final) => failure switch
    {
        FailureCode.VendorRejected when final =>
            "RiskShield refused this request and will refuse it again. Check the applicant's data.",
        FailureCode.VendorRejected =>
            "RiskShield refused the service, not this request's data. Its operators have been alerted; send the request again later.",
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
