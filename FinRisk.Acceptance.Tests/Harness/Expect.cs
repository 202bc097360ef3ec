using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>The shapes that the contract promises.</summary>
internal static partial class Expect
{
    private static readonly string[] Unfinished = ["Pending", "Running", "Waiting"];

    /// <summary>A 200 with the vendor's score for this applicant, asked for and answered now.</summary>
    public static JsonElement FreshScore(Answer answer, Applicant applicant)
    {
        var score = Score(answer, applicant);
        Assert.False(score.GetProperty("degradedMode").GetBoolean(), "A fresh score is not degraded.");
        Assert.Null(answer["Age"]);
        Assert.Null(answer["Idempotency-Replayed"]);
        Assert.Equal(answer["X-Correlation-ID"], score.GetProperty("correlationId").GetString());
        return score;
    }

    /// <summary>A 200 with the vendor's score for this applicant, wherever it comes from.</summary>
    public static JsonElement Score(Answer answer, Applicant applicant)
    {
        answer.Is(200);
        Assert.Equal("application/json", answer.MediaType);
        CorrelationId(answer);
        NoApplicant(answer, applicant);
        ScoreResponse(answer.Json, applicant);
        return answer.Json;
    }

    /// <summary>The object of a score, in a 200 or as the result of a validation.</summary>
    public static void ScoreResponse(JsonElement body, Applicant applicant)
    {
        Assert.Equal(applicant.ExpectedScore, body.GetProperty("riskScore").GetInt32());
        Assert.Equal(applicant.ExpectedLevel, body.GetProperty("riskLevel").GetString());
        Assert.Matches(ValidationId(), body.GetProperty("validationId").GetString());
        Assert.Equal(TimeSpan.Zero, Time(body, "scoredAt").Offset);
    }

    /// <summary>A 202 for a validation that goes on; its id.</summary>
    public static string Accepted(Answer answer)
    {
        answer.Is(202);
        CorrelationId(answer);
        var id = answer.Get("validationId");
        Assert.Matches(ValidationId(), id);
        Assert.Contains(answer.Get("status"), Unfinished);
        Assert.Equal(answer["X-Correlation-ID"], answer.Get("correlationId"));
        Assert.EndsWith($"/validations/{id}", answer["Location"], StringComparison.Ordinal);
        Assert.True(answer.RetryAfter >= 0, "A 202 says with Retry-After when to look again.");
        return id;
    }

    /// <summary>Problem details with this code and status.</summary>
    public static JsonElement Problem(Answer answer, int status, string code)
    {
        if (answer.Status != status || answer.MediaType != "application/problem+json")
            Assert.Fail($"Expected the problem {code} with status {status}. {answer}");
        var problem = answer.Json;
        ProblemResponse(problem, status, code);
        CorrelationId(answer);
        Assert.Equal(answer["X-Correlation-ID"], problem.GetProperty("correlationId").GetString());
        Instance(answer, Uri.UnescapeDataString(problem.GetProperty("instance").GetString()!));
        Assert.DoesNotContain("riskshield-internal-detail", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        return problem;
    }

    /// <summary>
    /// What the problem occurred to: the path of the request, or the validation that failed; never with its query.
    /// </summary>
    private static void Instance(Answer answer, string instance)
    {
        if (!ValidationPath().IsMatch(instance))
            Assert.Equal(Uri.UnescapeDataString(answer.Uri.AbsolutePath), instance);
    }

    /// <summary>The object of a problem, in an error or in a failed validation.</summary>
    public static void ProblemResponse(JsonElement problem, int status, string code)
    {
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"urn:finrisk:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        var retryable = problem.GetProperty("retryable").GetBoolean();
        if (ProblemCodes.Retryable(code) is { } expected)
            Assert.True(expected == retryable, $"{code}: retryable should be {expected}.");
    }

    /// <summary>A problem that says when to come back, in whole seconds up to a limit.</summary>
    public static void RetryAfter(Answer answer, TimeSpan max) =>
        Assert.True(
            answer.RetryAfter is >= 1 && answer.RetryAfter <= Math.Ceiling(max.TotalSeconds),
            $"Retry-After: {answer["Retry-After"]}");

    /// <summary>Exactly these fields are at fault, each with a message.</summary>
    public static void Errors(Answer answer, params string[] fields)
    {
        var errors = Problem(answer, 400, "validation-failed").GetProperty("errors").EnumerateObject().ToArray();
        Assert.Equal(fields.Order(), errors.Select(error => error.Name).Order());
        Assert.All(errors, error => Assert.NotEqual(0, error.Value.GetArrayLength()));
    }

    /// <summary>The answer carries a correlation id of the allowed form.</summary>
    public static void CorrelationId(Answer answer) => Assert.Matches(CorrelationIdForm(), answer["X-Correlation-ID"] ?? "");

    public static DateTimeOffset Time(JsonElement body, string property) => DateTimeOffset.Parse(
        body.GetProperty(property).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal);

    /// <summary>Nothing of the applicant comes back.</summary>
    public static void NoApplicant(Answer answer, Applicant applicant)
    {
        foreach (var value in new[] { applicant.FirstName, applicant.LastName, applicant.IdNumber })
            Assert.False(
                value.Length > 3 && answer.Text.Contains(value, StringComparison.OrdinalIgnoreCase),
                "The answer holds applicant data.");
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,128}$")]
    private static partial Regex CorrelationIdForm();

    [GeneratedRegex("^/validations/[A-Za-z0-9._~-]{30,128}$")]
    private static partial Regex ValidationPath();

    /// <summary>Safe in a URL, and long enough for 128 unguessable bits.</summary>
    [GeneratedRegex("^[A-Za-z0-9._~-]{30,128}$")]
    private static partial Regex ValidationId();
}
