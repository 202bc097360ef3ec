using System.Globalization;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Endpoints;

/// <summary>The one place where a validation's end becomes an HTTP answer.</summary>
internal static class OutcomeMapper
{
    /// <summary>The path of a validation's status resource.</summary>
    public static string PathOf(string validationId) => "/validations/" + validationId;

    /// <summary>The answer to <c>POST /validate</c> for a validation that has ended.</summary>
    public static IResult Answer(ValidationRecord record, ValidationOutcome outcome, DateTimeOffset now, params (string, string)[] headers)
    {
        if (outcome.Failure is null)
        {
            var fromCache = outcome.DegradedBy is null && !outcome.IsFreshScore(record.Id);
            return Score(ScoreOf(record, outcome), fromCache ? [.. headers, Age(outcome.Score!, now)] : headers);
        }

        return Problems.Answer(ProblemOf(record, outcome), [.. headers, .. RetryAfter(outcome, now)]);
    }

    /// <summary>The answer to a request that a recent score answers.</summary>
    public static IResult Answer(KnownScore known, string correlationId, DateTimeOffset now, params (string, string)[] headers) =>
        Score(Body(known, null, correlationId, known.ValidationId), [.. headers, Age(known, now)]);

    /// <summary>The answer to a request whose validation goes on.</summary>
    public static IResult Accepted(string id, ValidationStatus status, string correlationId, params (string, string)[] headers) =>
        new JsonAnswer<AcceptedBody>(
            StatusCodes.Status202Accepted,
            new AcceptedBody(id, status.ToString(), correlationId),
            ContractJson.Default.AcceptedBody,
            headers: [.. headers, ("Location", PathOf(id)), Problems.RetryAfter(TimeSpan.FromSeconds(1))]);

    /// <summary>The status resource.</summary>
    public static IResult Status(ValidationRecord record) => new JsonAnswer<ValidationBody>(
        StatusCodes.Status200OK,
        new ValidationBody(
            record.Id,
            record.Status.ToString(),
            record.CreatedAt.UtcDateTime,
            record.UpdatedAt.UtcDateTime,
            record.Attempts,
            record.Outcome is { Failure: null } scored ? ScoreOf(record, scored) : null,
            record.Outcome is { Failure: not null } failed ? ProblemOf(record, failed) : null),
        ContractJson.Default.ValidationBody);

    private static JsonAnswer<ScoreBody> Score(ScoreBody body, (string, string)[] headers) =>
        new(StatusCodes.Status200OK, body, ContractJson.Default.ScoreBody, headers: headers);

    /// <summary>A cached score names the validation that obtained it; a fresh or a degraded one the validation that gives it.</summary>
    private static ScoreBody ScoreOf(ValidationRecord record, ValidationOutcome outcome) =>
        Body(outcome.Score!, outcome.DegradedBy, record.CorrelationId, outcome.DegradedBy is null ? outcome.Score!.ValidationId : record.Id);

    private static ScoreBody Body(KnownScore known, FailureCode? degradedBy, string correlationId, string validationId) => new(
        known.Score.RiskScore,
        known.Score.RiskLevel.ToWire(),
        degradedBy is not null,
        degradedBy is { } reason ? reason.ToCode() : null,
        validationId,
        correlationId,
        known.ScoredAt.UtcDateTime);

    private static ProblemBody ProblemOf(ValidationRecord record, ValidationOutcome outcome) => Problems.Body(
        ProblemKind.Of(outcome.Failure!.Value), DetailOf(outcome.Failure.Value, outcome.Final), PathOf(record.Id), record.CorrelationId);

    private static (string, string)[] RetryAfter(ValidationOutcome outcome, DateTimeOffset now) =>
        outcome.RetryAt is { } at ? [Problems.RetryAfter(at - now)] : [];

    private static (string, string) Age(KnownScore known, DateTimeOffset now) =>
        ("Age", Math.Max(0, (long)(now - known.ScoredAt).TotalSeconds).ToString(CultureInfo.InvariantCulture));

    private static string DetailOf(FailureCode failure, bool final) => failure switch
    {
        FailureCode.VendorRejected when final => "RiskShield refused this request and will refuse it again. Check the applicant's data.",
        FailureCode.VendorRejected =>
            "RiskShield refused the service, not this request's data. Its operators have been alerted; send the request again later.",
        FailureCode.VendorInvalidResponse => "RiskShield answered without a usable score. Send the request again in a while.",
        FailureCode.VendorError => "RiskShield failed at every attempt. Send the request again in a while.",
        FailureCode.VendorTimeout => "RiskShield did not answer in time at the last attempt. Send the request again in a while.",
        FailureCode.VendorThrottled => "RiskShield asks for fewer requests. Send the request again after Retry-After.",
        FailureCode.CircuitOpen => "RiskShield keeps failing, so it is not being called. Send the request again after Retry-After.",
        FailureCode.ServiceNotConfigured => "The service has no vendor key. Its operators have to configure one.",
        _ => "The validation could not be carried out. Send the request again, and quote the correlation id if that does not help.",
    };
}
