using System.Globalization;
using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Audit;

/// <summary>Contract 12: what every validation leaves behind, and who may read it.</summary>
public sealed class AuditTests : AcceptanceTest
{
    private const string Header =
        "at,act,caller,validationId,correlationId,outcome,riskLevel,scoreOf,provider,attempts,degraded,acceptedAt,endedAt,"
            + "reason\r\n";

    /// <summary>Where the host asks for keys, the suite's own is no operator's.</summary>
    [KeyedFact(callers: 1)]
    public async Task Callers_who_are_no_operators_see_none_of_it()
    {
        using var target = await KeyedTarget.StartAsync(FinRisk);
        Expect.Problem(await target.Caller.GetAsync("/ops/audit?day=2026-11-22"), 403, "forbidden");
        Expect.Problem(await target.Caller.GetAsync("/ops/audit/000000000000000000000000000000000000"), 403, "forbidden");
    }

    /// <summary>Callers, an operator, and what each of them leaves.</summary>
    [OwnHostFact]
    public async Task Every_validation_disclosure_and_look_is_recorded_without_the_applicant()
    {
        var (lender, broker, support) = (Ids.IdempotencyKey(), Ids.IdempotencyKey(), Ids.IdempotencyKey());
        PersonalData.Mark(lender, broker, support);
        using var target = await OwnTarget.StartAsync(
            ("Local:Callers:lender:Key", lender), ("Local:Callers:broker:Key", broker),
            ("Local:Callers:support:Key", support), ("Local:Callers:support:Operator", "true"));
        var (applicant, operators) = (Applicant.New(), target.FinRisk.As(support));

        var id = (await target.FinRisk.As(lender).ValidateAsync(applicant)).Is(200).Get("validationId");
        (await target.FinRisk.As(broker).ValidateAsync(applicant)).Is(200);
        var refused = Ids.CorrelationId();
        await target.Vendor.PlanAsync(refused, "400");
        (await target.FinRisk.As(lender).ValidateAsync(Applicant.New(), Ids.CorrelatedBy(refused))).Is(502);
        (await operators.GetAsync($"/validations/{id}")).Is(200);

        var records = (
            await operators.GetAsync($"/ops/audit/{id}")).Is(200).Json.GetProperty("records").EnumerateArray().ToArray();
        Assert.Equal(
            ["validation-ended lender scored", "score-disclosed broker scored", "validation-read support "],
            records.Select(record => $"{Text(record, "act")} {Text(record, "caller")} {Text(record, "outcome")}"));

        foreach (var path in (string[])[$"/ops/audit/{id}", $"/ops/audit?day={Today()}"])
        {
            Expect.Problem(await target.FinRisk.As(lender).GetAsync(path), 403, "forbidden");
            Expect.Problem(await target.FinRisk.As(null).GetAsync(path), 401, "unauthorized");
        }

        // SIGKILL: what was answered is audited.
        await target.KillAndRestartAsync();
        var day = (await operators.GetAsync($"/ops/audit?day={Today()}")).Is(200);
        var lines = day.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
        Assert.Equal("application/jsonl", day.MediaType);
        Assert.Equal(
            ["audit-read", "audit-read", "score-disclosed", "validation-ended", "validation-ended", "validation-read"],
            lines.Select(line => Text(line, "act")!).Order(StringComparer.Ordinal));
        Assert.Contains(
            lines, line => Text(line, "outcome") is "vendor-rejected" && line.GetProperty("attempts").GetInt32() is 1);
        foreach (var mark in (string[])[applicant.FirstName, applicant.LastName, applicant.IdNumber, lender, support])
            Assert.DoesNotContain(mark, day.Text, StringComparison.Ordinal);

        var table = (await operators.GetAsync($"/ops/audit?day={Today()}&format=csv")).Is(200);
        Assert.StartsWith(Header, table.Text, StringComparison.Ordinal);
        Assert.Equal(lines.Length + 2, table.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>Without keys, on loopback: open, except to a page that reaches this machine under another name.</summary>
    [OwnHostFact]
    public async Task Without_keys_the_pages_are_open_under_the_machines_own_names_alone()
    {
        using var target = await OwnTarget.StartAsync();
        (await target.FinRisk.GetAsync($"/ops/audit?day={Today()}")).Is(200);
        Expect.Problem(await target.FinRisk.GetAsync($"/ops/audit?day={Today()}", ("Host", "evil.example")), 403, "forbidden");
        Expect.Problem(await target.FinRisk.GetAsync("/ops/audit?day=yesterday"), 400, "invalid-query");
        Expect.Problem(await target.FinRisk.GetAsync("/ops/audit/000000000000000000000000000000000000"), 404, "not-found");
    }

    /// <summary>The days of UTC; midnight may strike between two requests, once in a long while.</summary>
    private static string Today() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement record, string member) =>
        record.TryGetProperty(member, out var value) ? value.GetString() : null;
}
