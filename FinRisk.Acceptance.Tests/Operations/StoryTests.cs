using System.Text;
using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Operations;

/// <summary>Contract 14: the story of a validation, and the way to it from a correlation id.</summary>
public sealed class StoryTests : AcceptanceTest
{
    private static readonly string Lender = Ids.IdempotencyKey();
    private static readonly string Support = Ids.IdempotencyKey();

    /// <summary>What each attempt did, found by the id that the caller sent; the same after a crash.</summary>
    [OwnHostFact]
    public async Task A_validation_with_two_attempts_is_told_from_its_correlation_id()
    {
        using var target = await StartAsync();
        var (applicant, correlation) = (Applicant.New(), Ids.CorrelationId());
        await target.Vendor.PlanAsync(correlation, "503 ok");
        var id = (await target.FinRisk.As(Lender).ValidateAsync(applicant,
            Ids.CorrelatedBy(correlation))).Is(200).Get("validationId");

        for (var run = 0; run < 2; run++)
        {
            var found = (await SearchAsync(target, correlation)).Json;
            var validation = Assert.Single(found.GetProperty("validations").EnumerateArray());
            Assert.Equal(
                (id, "Completed", "scored", "lender"),
                (Text(validation, "validationId"), Text(validation, "status"), Text(validation, "outcome"), Text(validation,
                    "caller")));
            Assert.Empty(found.GetProperty("withoutValidation").EnumerateArray());

            var answer = await FindAsync(target, id!);
            Expect.NoApplicant(answer, applicant);
            Assert.DoesNotContain("riskScore", answer.Text, StringComparison.Ordinal);
            Assert.Equal(
                (correlation, "scored", 2), (answer.Get("correlationId"), answer.Get("outcome"),
                    answer.Json.GetProperty("calls").GetInt32()));
            var attempts = answer.Json.GetProperty("attempts").EnumerateArray().ToArray();
            Assert.Equal(
                [("server-error", "vendor-error", 503), ("scored", null, 200)],
                attempts.Select(one => (Text(one, "status"), Text(one, "code"), one.GetProperty("httpStatus").GetInt32())));
            Assert.InRange(attempts[0].GetProperty("waitMs").GetDouble(), 100, 250);
            if (run == 0)
                await target.KillAndRestartAsync();
        }
    }

    /// <summary>While it waits, its attempts so far are there, also to the next process.</summary>
    [OwnHostFact]
    public async Task A_validation_that_goes_on_is_found_and_told_so_far()
    {
        using var target = await StartAsync(("Retry:FirstDelay", "00:00:30"), ("Retry:MaxDelay", "00:00:30"));
        var correlation = Ids.CorrelationId();
        await target.Vendor.PlanAsync(correlation, "500", forever: true);
        var id = (await target.FinRisk.As(Lender).ValidateAsync(
            Applicant.New(), Ids.CorrelatedBy(correlation), ("Prefer", "respond-async"))).Is(202).Get("validationId");
        for (var run = 0; run < 2; run++)
        {
            await Eventually.TrueAsync(
                async () => (await FindAsync(target, id!)).Json.TryGetProperty("waiting", out _), "the validation to wait");
            var story = (await FindAsync(target, id!)).Json;
            Assert.Equal(("Waiting", null), (Text(story, "status"), Text(story, "outcome")));
            Assert.Equal("server-error", Text(Assert.Single(story.GetProperty("attempts").EnumerateArray()), "status"));
            Assert.Equal(id, Text(Assert.Single((await SearchAsync(target,
                correlation)).Json.GetProperty("validations").EnumerateArray()), "validationId"));
            if (run == 0)
                await target.KillAndRestartAsync();
        }
    }

    /// <summary>
    /// A degraded validation, and then the door of the open circuit: the search has both, the log has the refusal.
    /// </summary>
    [OwnHostFact]
    public async Task A_degraded_validation_and_a_refusal_at_the_door_are_found()
    {
        using var target = await StartAsync(("Circuit:BreakDuration", "00:05:00"));
        var (callers, known) = (target.FinRisk.As(Lender), Applicant.New());
        var first = (await callers.ValidateAsync(known)).Is(200).Get("validationId");
        var correlation = Ids.CorrelationId();
        await target.Vendor.PlanAsync(correlation, "500 500 500 500 500");
        var degraded = (await callers.ValidateAsync(known, Ids.NoCache,
            Ids.CorrelatedBy(correlation))).Is(200).Get("validationId");
        var story = await FindAsync(target, degraded!);
        Assert.Equal(
            ("degraded", "vendor-error", first), (story.Get("outcome"), story.Get("degradedReason"), story.Get("scoreOf")));

        (await callers.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation))).Is(503);
        var door = Ids.CorrelationId();
        Expect.Problem(await callers.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(door)), 503, "circuit-open");
        var refused = Assert.Single((await SearchAsync(target, door)).Json.GetProperty("withoutValidation").EnumerateArray());
        Assert.Equal(("request-refused", "circuit-open"), (Text(refused, "act"), Text(refused, "outcome")));
        await Eventually.TrueAsync(async () => (await RefusalsAsync(target, door)).Length > 0, "the line of the refusal");
        Assert.Equal(["circuit-open"], await RefusalsAsync(target, door));
    }

    /// <summary>Each refusal is one line with the correlation id, whatever refuses.</summary>
    [OwnHostFact]
    public async Task Every_refusal_leaves_its_correlation_id_in_the_log_once()
    {
        using var target = await StartAsync(("RateLimit:Permits", "6"));
        var (callers, applicant, key) = (target.FinRisk.As(Lender), Applicant.New(), Ids.Keyed(Ids.IdempotencyKey()));
        await RefusedAsync(target, "unauthorized", same => target.FinRisk.As(null).ValidateAsync(applicant, same));
        await RefusedAsync(target, "forbidden", same => callers.GetAsync("/ops/summary", same));
        await RefusedAsync(target, "not-found", same => callers.GetAsync("/validations/unknown", same));
        await RefusedAsync(target, "method-not-allowed", same => callers.GetAsync("/validate", same));
        await RefusedAsync(target, "invalid-query", same => target.FinRisk.As(Support).GetAsync("/ops/validations", same));
        await RefusedAsync(target, "validation-failed", same => callers.ValidateAsync(applicant with { IdNumber = "1" }, same));
        await RefusedAsync(target, "idempotency-key-invalid", same =>
            callers.ValidateAsync(applicant, Ids.Keyed(new string('k', 256)), same));
        (await callers.ValidateAsync(applicant, key)).Is(200);
        await RefusedAsync(target, "idempotency-key-reused", same => callers.ValidateAsync(Applicant.New(), key, same));

        // A refusal of the applicant is replayed to a request that did not start the validation.
        var (rejected, again) = (Ids.CorrelationId(), Ids.Keyed(Ids.IdempotencyKey()));
        await target.Vendor.PlanAsync(rejected, "422");
        var unwanted = Applicant.New();
        (await callers.ValidateAsync(unwanted, again, Ids.CorrelatedBy(rejected))).Is(502);
        Assert.Empty(await RefusalsAsync(target, rejected));
        await RefusedAsync(target, "vendor-rejected", same => callers.ValidateAsync(unwanted, again, same));
        await RefusedAsync(target, "rate-limited", same => callers.ValidateAsync(applicant, same));
    }

    /// <summary>What breaks a rule or is not there is a problem, and only operators may ask.</summary>
    [OwnHostFact]
    public async Task Callers_and_faulty_questions_are_refused()
    {
        using var target = await StartAsync();
        const string Unknown = "/ops/validations/000000000000000000000000000000000000";
        Expect.Problem(await target.FinRisk.As(null).GetAsync(Unknown), 401, "unauthorized");
        Expect.Problem(await target.FinRisk.As(Lender).GetAsync(Unknown), 403, "forbidden");
        Expect.Problem(await target.FinRisk.As(Support).GetAsync(Unknown), 404, "not-found");
        Expect.Problem(await target.FinRisk.As(null).GetAsync("/ops/validations?correlationId=one"), 401, "unauthorized");
        Expect.Problem(await target.FinRisk.As(Lender).GetAsync("/ops/validations?correlationId=one"), 403, "forbidden");
        Expect.Problem(await target.FinRisk.As(Support).GetAsync("/ops/validations"), 400, "invalid-query");
        var nothing = (await SearchAsync(target, Ids.CorrelationId())).Json;
        Assert.Empty(nothing.GetProperty("validations").EnumerateArray());
        Assert.True(nothing.GetProperty("complete").GetBoolean());
    }

    private static Task<OwnTarget> StartAsync(params (string, string)[] changes)
    {
        PersonalData.Mark(Lender, Support);
        return OwnTarget.StartAsync(
            [("Local:Callers:lender:Key", Lender), ("Local:Callers:support:Key", Support), (
                "Local:Callers:support:Operator", "true"), .. changes]);
    }

    private static async Task<Answer> FindAsync(OwnTarget target, string id) =>
        (await target.FinRisk.As(Support).GetAsync($"/ops/validations/{id}")).Is(200);

    private static async Task<Answer> SearchAsync(OwnTarget target, string correlationId) =>
        (await target.FinRisk.As(Support).GetAsync($"/ops/validations?correlationId={correlationId}")).Is(200);

    private static async Task RefusedAsync(OwnTarget target, string code, Func<(string, string), Task<Answer>> send)
    {
        var correlation = Ids.CorrelationId();
        Assert.Equal(code, (await send(Ids.CorrelatedBy(correlation))).Get("code"));
        await Eventually.TrueAsync(async () => (await RefusalsAsync(target, correlation)).Length > 0, $"the line of {code}");
        Assert.Equal([code], await RefusalsAsync(target, correlation));
    }

    /// <summary>The codes of the lines that tell of a refusal under a correlation id.</summary>
    private static async Task<string[]> RefusalsAsync(OwnTarget target, string correlationId)
    {
        var lines = (await SharedFile.ReadAsync(target.Host.Process.LogFile, Encoding.UTF8)).Split('\n');
        return
        [
            .. lines.Where(line => line.Contains("request_refused", StringComparison.Ordinal)
                && line.Contains(correlationId, StringComparison.Ordinal))
                .Select(line => Text(JsonSerializer.Deserialize<JsonElement>(line), "code")!),
        ];
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
