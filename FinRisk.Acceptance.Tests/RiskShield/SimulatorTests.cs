using System.Diagnostics;
using System.Text.Json.Nodes;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>The simulator itself: a vendor that misbehaves in another way than planned would prove nothing.</summary>
public sealed class SimulatorTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private readonly Applicant applicant = Applicant.New();
    private readonly string correlation = Ids.CorrelationId();

    /// <summary>The formula that the suite works out by itself.</summary>
    [OwnHostFact]
    public async Task A_score_follows_from_the_applicant()
    {
        for (var count = 0; count < 50; count++)
        {
            var someone = Applicant.New() with { FirstName = count % 2 is 0 ? "Zo\u00EB" : "\U00020BB7\u7530" };
            var answer = (await simulator.ScoreAsync(someone.ToJson(), Ids.CorrelationId())).Is(200);
            Assert.Equal(someone.ExpectedScore, answer.Json.GetProperty("riskScore").GetInt32());
            Assert.Equal(someone.ExpectedLevel, answer.Get("riskLevel"));
        }
    }

    /// <summary>One bill for a key, and the first answer again.</summary>
    [OwnHostFact]
    public async Task The_same_idempotency_key_is_billed_once()
    {
        var first = await simulator.ScoreAsync(applicant.ToJson(), correlation);
        var second = await simulator.ScoreAsync(Applicant.New().ToJson(), correlation);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal([true, false], (await simulator.Control.CallsAsync(correlation)).Select(call => call.Billed));
    }

    /// <summary>Statuses with what they carry.</summary>
    [OwnHostFact]
    public async Task A_script_is_followed_step_by_step()
    {
        await simulator.Control.PlanAsync(correlation, "500 429/7 503@60 422 ok+200");
        (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(500);
        Assert.Equal("7", (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(429)["Retry-After"]);
        var date = DateTimeOffset.Parse(
            (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(503)["Retry-After"]!, null);
        Assert.InRange((date - TimeProvider.System.GetUtcNow()).TotalSeconds, 55, 61);
        (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(422);
        var watch = Stopwatch.StartNew();
        (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(200);
        Assert.InRange(watch.ElapsedMilliseconds, 190, 5000);
        (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(200);
        Assert.Equal(
            ["status-500", "status-429", "status-503", "status-422", null, null],
            (await simulator.Control.CallsAsync(correlation)).Select(call => call.Fault));
    }

    /// <summary>The connection breaks, before the answer or in it.</summary>
    [OwnHostTheory]
    [InlineData("cut")]
    [InlineData("cut-midway")]
    public async Task A_cut_breaks_the_connection(string fault)
    {
        await simulator.Control.PlanAsync(correlation, fault);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            try
            {
                await simulator.ScoreAsync(applicant.ToJson(), correlation);
            }
            catch (HttpRequestException broken) when (broken.InnerException is IOException inner)
            {
                throw inner;
            }
        });
        (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(200);
    }

    /// <summary>The journal has a call that hangs, and it is still in flight.</summary>
    [OwnHostFact]
    public async Task A_hang_is_seen_while_it_hangs()
    {
        await simulator.Control.PlanAsync(correlation, "hang");
        _ = simulator.ScoreAsync(applicant.ToJson(), correlation);
        var call = Assert.Single(await simulator.Control.WaitForCallsAsync(correlation, 1));
        Assert.Equal("hang", call.Fault);
        Assert.Null(call.Status);
        Assert.NotEqual(0, (await simulator.Control.StatsAsync()).InFlight);
    }

    /// <summary>Whose calls are not meant goes through.</summary>
    [OwnHostFact]
    public async Task A_plan_for_one_does_not_disturb_another()
    {
        await simulator.Control.PlanAsync(new JsonObject
        {
            ["match"] = new JsonObject { ["lastName"] = applicant.LastName },
            ["fault"] = 503,
            ["times"] = 2,
        });
        (await simulator.ScoreAsync(Applicant.New().ToJson(), Ids.CorrelationId())).Is(200);
        (await simulator.ScoreAsync(applicant.ToJson(), Ids.CorrelationId())).Is(503);
        (await simulator.ScoreAsync(applicant.ToJson(), Ids.CorrelationId())).Is(503);
        (await simulator.ScoreAsync(applicant.ToJson(), Ids.CorrelationId())).Is(200);
    }

    /// <summary>The share of faults is the one that was asked for.</summary>
    [OwnHostFact]
    public async Task A_rate_of_faults_is_kept()
    {
        await simulator.Control.PlanAsync(new JsonObject
        {
            ["match"] = new JsonObject { ["correlationIdPrefix"] = correlation },
            ["fault"] = 500,
            ["rate"] = 0.3,
            ["seed"] = 1,
        });
        var failed = 0;
        for (var count = 0; count < 500; count++)
            failed += (await simulator.ScoreAsync(applicant.ToJson(), $"{correlation}.{count}")).Status is 500 ? 1 : 0;
        Assert.InRange(failed, 115, 185);
    }

    /// <summary>A wrong key, no JSON, a field too few.</summary>
    [OwnHostFact]
    public async Task A_bad_call_is_refused()
    {
        (await simulator.ScoreAsync(applicant.ToJson(), correlation, key: "wrong")).Is(401);
        foreach (var body in new[] { "", "x", "[]", "{}", """{"firstName":"A","lastName":"B"}""",
            """{"firstName":"A","lastName":"B","idNumber":5}""" })
            (await simulator.ScoreAsync(body, correlation)).Is(400);
        Assert.Equal(
            [401, 400, 400, 400, 400, 400, 400],
            (await simulator.Control.CallsAsync(correlation)).Select(call => call.Status!.Value));
    }

    /// <summary>A tester's mistake is named, not swallowed.</summary>
    [OwnHostTheory]
    [InlineData("/control/faults", """{"sequence":[500,"hnag"]}""", "sequence[1]")]
    [InlineData("/control/faults", """{"rules":[{"fault":500},{"fault":200}]}""", "rules[1].fault")]
    [InlineData("/control/faults", """{"fault":500,"rate":1.5}""", "rate")]
    [InlineData("/control/faults", """{"fault":500,"tiems":2}""", "tiems")]
    [InlineData("/control/faults", """{"fault":500,"match":{"name":"x"}}""", "match.name")]
    [InlineData("/control/faults", """{"fault":{"status":500,"fault":"hang"}}""", "fault")]
    [InlineData("/control/faults", "x", "body")]
    [InlineData("/control/latency", """{"kind":"slow"}""", "kind")]
    [InlineData("/control/latency", """{"kind":"uniform","minMs":5,"maxMs":1}""", "maxMs")]
    [InlineData("/control/keys", """{"keys":["a",1]}""", "keys[1]")]
    public async Task A_bad_command_is_refused_by_its_field(string path, string body, string field) =>
        Assert.Equal(field, (await simulator.SendAsync(HttpMethod.Put, path, body)).Is(400).Get("field"));

    /// <summary>Nor does the vendor's own record keep the applicant.</summary>
    [OwnHostFact]
    public async Task The_journal_holds_no_applicant()
    {
        (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(200);
        var journal = await simulator.SendAsync(HttpMethod.Get, $"/control/journal?correlationId={correlation}", "");
        Expect.NoApplicant(journal.Is(200), applicant);
        Assert.Single(journal.Json.GetProperty("entries").EnumerateArray());
    }
}
