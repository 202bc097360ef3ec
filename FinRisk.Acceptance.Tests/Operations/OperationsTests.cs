using System.Text;
using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Operations;

/// <summary>Contract 14: what operators see, and what they can do by hand.</summary>
public sealed class OperationsTests : AcceptanceTest
{
    private static readonly string Lender = Ids.IdempotencyKey();
    private static readonly string Support = Ids.IdempotencyKey();

    /// <summary>The page holds no figure, so a browser without a key may load it; every figure needs an operator's key.</summary>
    [OwnHostFact]
    public async Task The_page_is_for_everybody_and_its_figures_are_for_operators()
    {
        using var target = await StartAsync();
        var page = (await target.FinRisk.GetAsync("/ops")).Is(200);
        Assert.Equal(
            ("text/html", "no-store", "nosniff"), (page.MediaType, page["Cache-Control"], page["X-Content-Type-Options"]));
        Assert.StartsWith("default-src 'none'; ", page["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", page["Content-Security-Policy"], StringComparison.Ordinal);

        Expect.Problem(await target.FinRisk.GetAsync("/ops/summary"), 401, "unauthorized");
        Expect.Problem(await target.FinRisk.As(Lender).GetAsync("/ops/summary"), 403, "forbidden");
        Expect.Problem(await OrderAsync(target.FinRisk, """{"action":"open","reason":"x"}"""), 401, "unauthorized");
        Expect.Problem(await OrderAsync(target.FinRisk.As(Lender), """{"action":"open","reason":"x"}"""), 403, "forbidden");
        Assert.Equal("closed", Circuit(await SummaryAsync(target)).GetProperty("state").GetString());
    }

    /// <summary>What callers did is counted, and nothing of the applicant is told.</summary>
    [OwnHostFact]
    public async Task The_summary_counts_what_happened()
    {
        using var target = await StartAsync(
            ("Retry:MaxAttempts", "1"), ("RateLimit:Permits", "3"), (
                "RiskShield:AttemptTimeout", "00:00:10"), ("Circuit:ProbeLease", "00:00:15"));
        var callers = target.FinRisk.As(Lender);
        var applicant = Applicant.New();
        (await callers.ValidateAsync(applicant)).Is(200);
        (await callers.ValidateAsync(applicant)).Is(200);
        var failing = Ids.CorrelationId();
        await target.Vendor.PlanAsync(failing, "500");
        (await callers.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(failing))).Is(502);
        (await callers.ValidateAsync(applicant)).Is(429);
        Expect.Problem(await callers.GetAsync("/validations/unknown"), 404, "not-found");

        var answer = await SummaryAsync(target);
        Expect.NoApplicant(answer, applicant);
        var hour = answer.Json.GetProperty("windows")[0];
        Assert.Equal(
            (2, 1, 1, 1),
            (Number(hour, "accepted"), Number(hour, "completed"), Number(hour, "cached"), Number(hour, "rateLimited")));
        Assert.Equal(1, Number(hour.GetProperty("refused"), "rate-limited"));
        Assert.Equal(1, Number(hour.GetProperty("refused"), "not-found"));
        Assert.Equal(1, Number(hour.GetProperty("failed"), "vendor-error"));
        Assert.Equal(1, Number(hour.GetProperty("vendorFailures"), "server-error"));
        Assert.Equal("lender", answer.Json.GetProperty("rateLimited")[0].GetProperty("caller").GetString());
        var id = answer.Json.GetProperty("failed")[0].GetProperty("validationId").GetString();
        (await target.FinRisk.As(Support).GetAsync($"/validations/{id}")).Is(200);
    }

    /// <summary>What is kept every five seconds outlives the process, however it ends.</summary>
    [OwnHostFact]
    public async Task The_figures_go_on_after_a_restart()
    {
        using var target = await StartAsync();
        (await target.FinRisk.As(Lender).ValidateAsync(Applicant.New())).Is(200);
        await Task.Delay(TimeSpan.FromSeconds(7));
        await target.KillAndRestartAsync();
        (await target.FinRisk.As(Lender).ValidateAsync(Applicant.New())).Is(200);

        var summary = (await SummaryAsync(target)).Json;
        var (figures, hour) = (summary.GetProperty("figures"), summary.GetProperty("windows")[0]);
        Assert.Equal((2, 2, 2), (Number(hour, "accepted"), Number(hour, "completed"), Number(hour, "vendorCalls")));
        Assert.Equal((2, true), (Number(figures, "processes"), figures.GetProperty("complete").GetBoolean()));
        var availability = summary.GetProperty("vendorAvailability")[0].GetProperty("windows")[0];
        Assert.Equal((2, 0), (Number(availability, "calls"), Number(availability, "failed")));
    }

    /// <summary>The circuit tells what opened it first, and its failures do not push out those that did.</summary>
    [OwnHostFact]
    public async Task An_outage_tells_its_cause()
    {
        using var target = await StartAsync(("ScoreHistory:CacheFor", "00:00:00"));
        var callers = target.FinRisk.As(Lender);
        var failing = Ids.CorrelationId();
        await target.Vendor.PlanAsync(failing, "503", forever: true);
        while (Circuit(await SummaryAsync(target)).GetProperty("state").GetString() != "open")
            await callers.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(failing));
        Expect.Problem(await callers.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(failing)), 503, "circuit-open");

        var summary = await SummaryAsync(target);
        var outage = Circuit(summary).GetProperty("outage");
        Assert.Equal("server-error", outage.GetProperty("cause").GetString());
        Assert.Matches("^[0-9a-v]{36}$", outage.GetProperty("validationId").GetString());
        Assert.DoesNotContain(
            summary.Json.GetProperty("failed").EnumerateArray(), one => one.GetProperty("outcome").GetString() == "circuit-open");
    }

    /// <summary>
    /// While it is held open callers get 503, or an older score; the vendor gets nothing; then all is as before.
    /// </summary>
    [OwnHostFact]
    public async Task A_circuit_opened_by_hand_holds_until_it_is_closed_by_hand()
    {
        using var target = await StartAsync(("ScoreHistory:CacheFor", "00:00:00"));
        var (callers, known) = (target.FinRisk.As(Lender), Applicant.New());
        (await callers.ValidateAsync(known)).Is(200);

        var opened = (
            await OrderAsync(target.FinRisk.As(Support), """{"action":"open","reason":"maintenance window"}""")).Is(200);
        Assert.True(opened.Json.GetProperty("heldOpen").GetBoolean());
        await Task.Delay(AcceptanceSettings.BreakDuration + TimeSpan.FromSeconds(1));
        var correlation = Ids.CorrelationId();
        var refused = await callers.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation));
        Expect.Problem(refused, 503, "circuit-open");
        Assert.InRange(refused.RetryAfter!.Value, 1, 60);
        Assert.Equal(
            "RiskShield is not being called at present. Send the request again after Retry-After.", refused.Get("detail"));
        var degraded = (await callers.ValidateAsync(known, Ids.CorrelatedBy(correlation))).Is(200);
        Assert.Equal(
            (true, "circuit-open"), (degraded.Json.GetProperty("degradedMode").GetBoolean(), degraded.Get("degradedReason")));
        Assert.Empty(await target.Vendor.CallsAsync(correlation));

        // Also through a crash.
        await target.KillAndRestartAsync();
        var hand = Circuit(await SummaryAsync(target)).GetProperty("byHand");
        Assert.Equal(
            ("support", "maintenance window"), (hand.GetProperty("by").GetString(), hand.GetProperty("reason").GetString()));
        Expect.Problem(await callers.ValidateAsync(Applicant.New()), 503, "circuit-open");

        (await OrderAsync(target.FinRisk.As(Support), """{"action":"close","reason":"it is back"}""")).Is(200);
        (await callers.ValidateAsync(Applicant.New())).Is(200);
        await AssertAuditedAsync(target);
    }

    /// <summary>What is not exactly an order is none.</summary>
    [OwnHostFact]
    public async Task Faulty_orders_are_problems()
    {
        using var target = await StartAsync();
        var operators = target.FinRisk.As(Support);
        var faulty = await OrderAsync(operators, """{"action":"reset","reason":"for 8001015009087"}""");
        Assert.Equal(
            ["action", "reason"],
            Expect.Problem(faulty, 400, "validation-failed").GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Expect.Problem(await OrderAsync(operators, "open"), 400, "invalid-json");
        Expect.Problem(await OrderAsync(operators, new string(' ', 20_000)), 413, "payload-too-large");
        Expect.Problem(
            await OrderAsync(operators, """{"action":"open","reason":"x"}""", "text/plain"), 415, "unsupported-media-type");
        Expect.Problem(
            await OrderAsync(operators, """{"action":"open","reason":"x"}""", headers: ("Sec-Fetch-Site", "cross-site")),
            403,
            "forbidden");
        Assert.Contains("POST", (await operators.GetAsync("/ops/circuit")).Is(405)["Allow"], StringComparison.Ordinal);
        Assert.Equal("closed", Circuit(await SummaryAsync(target)).GetProperty("state").GetString());
    }

    private static async Task AssertAuditedAsync(OwnTarget target)
    {
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", null);
        var log = (await target.FinRisk.As(Support).GetAsync($"/ops/audit?day={day}")).Is(200).Text;
        Assert.Contains("\"circuit-opened\"", log, StringComparison.Ordinal);
        Assert.Contains("maintenance window", log, StringComparison.Ordinal);
        Assert.Contains("\"circuit-closed\"", log, StringComparison.Ordinal);
        var lines = await SharedFile.ReadAsync(target.Host.Process.LogFile, Encoding.UTF8);
        Assert.Contains("circuit_forced", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("maintenance window", lines, StringComparison.Ordinal);
    }

    private static Task<OwnTarget> StartAsync(params (string, string)[] changes)
    {
        PersonalData.Mark(Lender, Support);
        return OwnTarget.StartAsync(
            [("Local:Callers:lender:Key", Lender), ("Local:Callers:support:Key", Support), (
                "Local:Callers:support:Operator", "true"), .. changes]);
    }

    private static async Task<Answer> SummaryAsync(OwnTarget target) =>
        (await target.FinRisk.As(Support).GetAsync("/ops/summary")).Is(200);

    private static Task<Answer> OrderAsync(
        FinRiskClient finRisk, string body, string type = "application/json", params (string, string)[] headers) =>
        finRisk.SendAsync(HttpMethod.Post, "/ops/circuit", new StringContent(body, Encoding.UTF8, type), headers);

    private static JsonElement Circuit(Answer summary) => summary.Json.GetProperty("circuits")[0];

    private static int Number(JsonElement element, string member) => element.GetProperty(member).GetInt32();
}
