using System.Diagnostics;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Circuit;

/// <summary>An outage of the vendor that callers hardly notice: refused at the door, or processed later.</summary>
public sealed class OutageTests : VendorTroubleTest
{
    private const int Crowd = 100;

    /// <summary>
    /// A refusal starts no validation, so it names the request and takes about as long as a look-up that finds nothing. As
    /// validations of their own a hundred refusals took fifty times as long as those look-ups.
    /// </summary>
    [Fact]
    public async Task A_crowd_at_an_open_circuit_is_refused_in_about_the_time_of_look_ups_that_find_nothing()
    {
        await AtOnceAsync(_ => FinRisk.GetAsync($"/validations/{new string('0', 36)}"));
        await CircuitBreaking.OpenAsync(FinRisk, Vendor, Ids.CorrelationId(), "500");
        var prefix = Ids.CorrelationId();
        var (answers, took) = await AtOnceAsync(number => AskAsync(prefix, number));
        var (_, floor) = await AtOnceAsync(_ => FinRisk.GetAsync($"/validations/{new string('0', 36)}"));

        // Whoever comes after the break is right to be a probe.
        Assert.True(took < AcceptanceSettings.BreakDuration, $"The crowd took {took}.");
        Assert.All(answers, answer =>
        {
            var problem = Expect.Problem(answer, 503, "circuit-open");
            Expect.RetryAfter(answer, AcceptanceSettings.BreakDuration);
            Assert.EndsWith("/validate", problem.GetProperty("instance").GetString(), StringComparison.Ordinal);
        });
        Assert.Empty(await Vendor.CallsOfPrefixAsync(prefix));
        Assert.True(took < (6 * floor) + TimeSpan.FromMilliseconds(500), $"Refusals took {took}, look-ups {floor}.");
    }

    /// <summary>The last known score needs no validation either.</summary>
    [Fact]
    public async Task A_known_score_answers_at_the_door_and_the_idempotency_key_stays_unused()
    {
        var (applicant, key) = (Applicant.New(), Ids.Keyed(Ids.IdempotencyKey()));
        var first = Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        var refused = await CircuitBreaking.OpenAsync(FinRisk, Vendor, Ids.CorrelationId(), "500");
        var score = Expect.Score(await FinRisk.ValidateAsync(applicant, Ids.NoCache, key), applicant);
        Assert.Equal(
            (true, "circuit-open", first.GetProperty("validationId").GetString(), "riskshield"),
            (
                score.GetProperty("degradedMode").GetBoolean(),
                score.GetProperty("degradedReason").GetString(),
                score.GetProperty("validationId").GetString(),
                score.GetProperty("provider").GetString()));

        await Vendor.ResetAsync();
        await refused.WaitToRetryAsync();
        var other = Applicant.New();
        Expect.FreshScore(await FinRisk.ValidateAsync(other, key), other);
    }

    /// <summary>A vendor that has come back does not cost another round of refusals.</summary>
    [Fact]
    public async Task After_the_break_one_probe_goes_out_and_the_crowd_scores_when_it_succeeds()
    {
        var opened = await CircuitBreaking.OpenAsync(FinRisk, Vendor, Ids.CorrelationId(), "500");
        await Vendor.ResetAsync();
        await opened.WaitToRetryAsync();
        var prefix = Ids.CorrelationId();
        await Vendor.PlanAsync(prefix, "ok+300", forever: true);
        var (answers, _) = await AtOnceAsync(number => AskAsync(prefix, number));

        var scored = answers.Count(answer => answer.Status is 200);
        var statuses = string.Join(", ", answers.CountBy(answer => answer.Status).Select(of => $"{of.Value} × {of.Key}"));
        Assert.True(scored >= 90, $"Only {scored} of {Crowd} scored: {statuses}.");
        var calls = await Vendor.CallsOfPrefixAsync(prefix);
        var refused = answers.Where(answer => answer.Status is 503).Select(answer => answer["X-Correlation-Id"]).ToHashSet();
        Assert.InRange(calls.Length, scored, Crowd - refused.Count);
        Assert.DoesNotContain(calls, call => refused.Contains(call.CorrelationId));

        // Every other call began when the first had been answered.
        Assert.All(calls.Skip(1), call => Assert.True(
            call.Time - calls[0].Time >= TimeSpan.FromMilliseconds(250),
            $"A second call {call.Time - calls[0].Time} after the probe."));
    }

    /// <summary>What nobody waits for says why it waits and until when.</summary>
    [Fact]
    public async Task A_validation_that_waits_says_why_and_ends_by_the_deadline_that_its_caller_asked_for()
    {
        var prefix = Ids.CorrelationId();
        await CircuitBreaking.OpenAsync(FinRisk, Vendor, prefix, "500");
        var accepted = await FinRisk.ValidateAsync(
            Applicant.New(), Ids.CorrelatedBy($"{prefix}.late"), Ids.Prefer("respond-async, deadline=8"));
        var id = Expect.Accepted(accepted);
        Assert.Equal("respond-async, deadline=8", accepted["Preference-Applied"]);

        var waiting = await Eventually.GetAsync(
            async () => await FinRisk.GetAsync($"/validations/{id}") is { } answer
                && answer.Get("status") is "Waiting" ? answer : null,
            "the validation waited");
        Assert.Equal("circuit-open", waiting.Json.GetProperty("waiting").GetProperty("reason").GetString());
        var created = Expect.Time(waiting.Json, "createdAt");
        Assert.True(Expect.Time(waiting.Json.GetProperty("waiting"), "nextAttemptAt") <= created.AddSeconds(8), waiting.Text);

        var status = await ValidationStatus.FinishedAsync(FinRisk, id);
        Assert.Equal("Failed", status.Get("status"));
        Assert.True(Expect.Time(status.Json, "lastUpdatedAt") <= created.AddSeconds(12), status.Text);
        Assert.False(status.Json.TryGetProperty("waiting", out _), "What has ended waits for nothing.");
    }

    /// <summary>Nothing that was accepted is lost or billed twice, whatever happens to the process in between.</summary>
    [OwnHostFact]
    public async Task Accepted_validations_outlive_the_outage_and_a_crash_and_each_is_billed_once()
    {
        using var target = await OwnTarget.StartAsync();
        var prefix = Ids.CorrelationId();
        await CircuitBreaking.OpenAsync(target.FinRisk, target.Vendor, prefix, "500");
        var applicants = Enumerable.Range(0, 40).Select(_ => Applicant.New()).ToArray();
        var ids = await Task.WhenAll(applicants.Select(async (applicant, number) => Expect.Accepted(
            await target.FinRisk.ValidateAsync(
                applicant, Ids.CorrelatedBy($"{prefix}.a{number}"), Ids.Prefer("respond-async")))));
        await Task.Delay(AcceptanceSettings.BreakDuration + TimeSpan.FromSeconds(1));
        await target.KillAndRestartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await target.Vendor.ResetAsync();

        foreach (var (id, applicant) in ids.Zip(applicants))
        {
            var status = await ValidationStatus.FinishedAsync(target.FinRisk, id, TimeSpan.FromSeconds(60));
            Assert.True(status.Get("status") is "Completed", status.Text);
            Expect.ScoreResponse(status.Json.GetProperty("result"), applicant);
        }

        var calls = (await target.Vendor.CallsOfPrefixAsync($"{prefix}.a")).Where(call => call.Billed).ToArray();
        Assert.Equal(ids.Length, calls.Length);
        Assert.Equal(ids.Length, calls.Select(call => call.CorrelationId).Distinct().Count());
    }

    /// <summary>Of a crowd that was refused, everybody is on record, after a SIGKILL too.</summary>
    [OwnHostFact]
    public async Task Every_refusal_is_audited()
    {
        var (caller, support) = (Ids.IdempotencyKey(), Ids.IdempotencyKey());
        PersonalData.Mark(caller, support);
        using var target = await OwnTarget.StartAsync(
            ("Local:Callers:lender:Key", caller),
            ("Local:Callers:support:Key", support),
            ("Local:Callers:support:Operator", "true"),
            ("Circuit:BreakDuration", "00:01:00"));
        var lender = target.FinRisk.As(caller);
        await CircuitBreaking.OpenAsync(lender, target.Vendor, Ids.CorrelationId(), "500");
        var prefix = Ids.CorrelationId();
        await AtOnceAsync(number => lender.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{prefix}.{number}")));

        var day = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(
            async () => (await target.FinRisk.As(support).GetAsync($"/ops/audit?day={day}")).Is(200).Text.Split('\n')
                .Count(line => line.Contains($"{prefix}.", StringComparison.Ordinal)
                    && line.Contains("request-refused", StringComparison.Ordinal)) == Crowd,
            "all refusals were on record");
    }

    private static async Task<(Answer[] Answers, TimeSpan Took)> AtOnceAsync(Func<int, Task<Answer>> ask)
    {
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(ask));
        return (answers, watch.Elapsed);
    }

    private Task<Answer> AskAsync(string prefix, int number) =>
        FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{prefix}.{number}"));
}
