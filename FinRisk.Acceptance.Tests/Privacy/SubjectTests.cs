using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Privacy;

/// <summary>Contract 15: an operator answers a data subject's request.</summary>
public sealed class SubjectTests : AcceptanceTest
{
    private static readonly string Lender = Ids.IdempotencyKey();
    private static readonly string Support = Ids.IdempotencyKey();

    /// <summary>Where the host asks for keys, the suite's own is no operator's.</summary>
    [KeyedFact(callers: 1)]
    public async Task Callers_who_are_no_operators_find_and_erase_nothing()
    {
        using var target = await KeyedTarget.StartAsync(FinRisk);
        foreach (var verb in (string[])["find", "erase"])
            Expect.Problem(await SendAsync(target.Caller, verb, Applicant.New()), 403, "forbidden");
        Expect.Problem(await target.Caller.GetAsync("/ops/audit?correlationId=loan-1"), 403, "forbidden");
    }

    /// <summary>
    /// An applicant's scores are found, erased and gone; another applicant's stay. All of it is in the audit log, and nothing of
    /// the applicant.
    /// </summary>
    [OwnHostFact]
    public async Task What_is_kept_of_an_applicant_is_found_and_erased()
    {
        using var target = await StartAsync();
        var (applicant, other, correlation) = (Applicant.New(), Applicant.New(), Ids.CorrelationId());
        var (callers, operators) = (target.FinRisk.As(Lender), target.FinRisk.As(Support));
        var id = (await callers.ValidateAsync(applicant)).Is(200).Get("validationId");
        var others = (await callers.ValidateAsync(other)).Is(200).Get("validationId");

        var found = (await SendAsync(operators, "find", applicant, correlation)).Is(200);
        Expect.NoApplicant(found, applicant);
        Assert.Equal(id, found.Json.GetProperty("scores")[0].GetProperty("validationId").GetString());
        Assert.Equal("lender", found.Json.GetProperty("validations")[0].GetProperty("caller").GetString());
        Assert.True(found.Json.GetProperty("complete").GetBoolean());
        Assert.Contains("Only this spelling was searched for", found.Get("note"), StringComparison.Ordinal);
        var misspelt = applicant with { LastName = applicant.LastName + "e" };
        var none = (await SendAsync(operators, "find", misspelt, correlation)).Is(200);
        Assert.Equal(0, none.Json.GetProperty("validations").GetArrayLength());

        var dry = (await SendAsync(operators, "erase", applicant, correlation, ("dryRun", true))).Is(200);
        Assert.False(dry.Json.TryGetProperty("erased", out _));
        (await callers.GetAsync($"/validations/{id}")).Is(200);
        var erased = (await SendAsync(operators, "erase", applicant, correlation)).Is(200);
        Assert.Equal(2, erased.Json.GetProperty("erased").GetInt32());
        Expect.Problem(await callers.GetAsync($"/validations/{id}"), 404, "not-found");
        (await callers.GetAsync($"/validations/{others}")).Is(200);

        var records = (await operators.GetAsync($"/ops/audit?correlationId={correlation}")).Is(200);
        Expect.NoApplicant(records, applicant);
        Assert.Equal(
            ["subject-searched", "subject-searched", "subject-searched", "subject-erased"],
            records.Json.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("act").GetString()));
        Assert.All(
            records.Json.GetProperty("records").EnumerateArray(),
            record => Assert.Equal("request 118", record.GetProperty("reason").GetString()));
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(
            4,
            (await operators.GetAsync($"/ops/audit?correlationId={correlation}&day={today}")).Is(200)
                .Json.GetProperty("records").GetArrayLength());
    }

    /// <summary>What is not exactly a request is none.</summary>
    [OwnHostTheory]
    [InlineData("find")]
    [InlineData("erase")]
    public async Task Faulty_requests_are_problems(string verb)
    {
        using var target = await StartAsync();
        var operators = target.FinRisk.As(Support);
        Expect.Problem(await SendAsync(target.FinRisk, verb, Applicant.New()), 401, "unauthorized");
        Expect.Problem(await SendAsync(target.FinRisk.As(Lender), verb, Applicant.New()), 403, "forbidden");
        Expect.Problem(await SendAsync(operators, verb, Applicant.New(), more: ("force", true)), 400, "validation-failed");
        Expect.Problem(await PostAsync(operators, verb, "Jane"), 400, "invalid-json");
        Expect.Problem(await PostAsync(operators, verb, new string(' ', 20_000)), 413, "payload-too-large");
        Expect.Problem(await PostAsync(operators, verb, "{}", "text/plain"), 415, "unsupported-media-type");
        Assert.Contains("POST", (await operators.GetAsync($"/ops/subjects/{verb}")).Is(405)["Allow"], StringComparison.Ordinal);
        Expect.Problem(await operators.GetAsync("/ops/audit?correlationId=a%20b"), 400, "invalid-query");
    }

    private static Task<OwnTarget> StartAsync()
    {
        PersonalData.Mark(Lender, Support);
        return OwnTarget.StartAsync(
            ("Local:Callers:lender:Key", Lender),
            ("Local:Callers:support:Key", Support),
            ("Local:Callers:support:Operator", "true"));
    }

    private static Task<Answer> SendAsync(
        FinRiskClient finRisk,
        string verb,
        Applicant applicant,
        string? correlation = null,
        params (string Name, JsonNode Value)[] more)
    {
        PersonalData.Mark(applicant.FirstName, applicant.LastName, applicant.IdNumber);
        var body = JsonNode.Parse(applicant.ToJson())!.AsObject();
        body["reason"] = "request 118";
        foreach (var (name, value) in more)
            body[name] = value;
        return PostAsync(finRisk, verb, body.ToJsonString(), headers: correlation is null ? [] : [Ids.CorrelatedBy(correlation)]);
    }

    private static Task<Answer> PostAsync(
        FinRiskClient finRisk, string verb, string body, string type = "application/json", params (string, string)[] headers) =>
        finRisk.SendAsync(HttpMethod.Post, $"/ops/subjects/{verb}", new StringContent(body, Encoding.UTF8, type), headers);
}
