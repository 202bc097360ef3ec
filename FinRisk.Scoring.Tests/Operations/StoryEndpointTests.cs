using System.Text.Json;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Stories;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Audit;
using FinRisk.Scoring.Tests.Http;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary><c>GET /ops/validations</c> and <c>GET /ops/validations/{validationId}</c>.</summary>
public sealed class StoryEndpointTests
{
    private static readonly Caller Olga = new("olga", IsOperator: true);

    private readonly FakeTimeProvider _clock = new(Sample.Start.AddSeconds(10));
    private readonly InMemoryValidationHost _host = new();
    private readonly InMemoryAudit _audit = new();
    private readonly StubOperations _operations;
    private readonly StoryEndpoint _endpoint;

    public StoryEndpointTests()
    {
        _operations = new StubOperations(_clock);
        _endpoint = new StoryEndpoint(_host, _operations, _audit, _audit, _clock);
    }

    [Fact]
    public async Task Callers_who_are_no_operators_see_neither()
    {
        _host.Put(Sample.Input());
        Assert.Equal("forbidden", (await FindAsync(Sample.Id.Value, HttpSample.Alice)).Code);
        Assert.Equal("forbidden", (await SearchAsync("?correlationId=corr-1", HttpSample.Alice)).Code);
        Assert.Empty(_audit.Records);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("000000000000000000000000000000000000")]
    public async Task Whatever_is_not_there_is_not_found(string? id) => Assert.Equal("not-found", (await FindAsync(id)).Code);

    /// <summary>Two attempts: what each did, why, how long it took, and the wait between them.</summary>
    [Fact]
    public async Task A_story_tells_every_attempt_and_no_score()
    {
        _host.Put(Sample.Input());
        var (failed, scored) = (Sample.Start.AddSeconds(1), Sample.Start.AddSeconds(3));
        _host.End(Sample.Id, new ValidationOutcome(
            2,
            scored,
            new StoredScore(Sample.Score, scored, Sample.Id),
            History: new AttemptHistory(
            [
                new AttemptEntry(
                    "riskshield",
                    1,
                    AttemptStatus.ServerError,
                    failed,
                    TimeSpan.FromMilliseconds(250),
                    503,
                    RetryAfter: TimeSpan.FromSeconds(1.5),
                    NextAttemptAt: failed.AddSeconds(1.5)),
                new AttemptEntry("riskshield", 2, AttemptStatus.Scored, scored, TimeSpan.FromMilliseconds(500), 200),
            ])));

        var story = (await FindAsync(Sample.Id.Value)).Body;
        Assert.Equal(
            ("Completed", "scored", "alice", "corr-1", 2, false, "riskshield", 3000),
            (Text(story, "status"), Text(story, "outcome"), Text(story, "caller"), Text(story, "correlationId"), Number(story,
                "calls"), story.GetProperty("degraded").GetBoolean(), Text(story, "provider"), Number(story, "durationMs")));
        var attempts = story.GetProperty("attempts");
        var expected = JsonDocument.Parse(
            """
            [
              {
                "provider": "riskshield", "attempt": 1, "circuit": "passed", "status": "server-error", "code": "vendor-error",
                "startedAt": "2026-11-22T10:15:00.75Z", "endedAt": "2026-11-22T10:15:01Z", "durationMs": 250, "httpStatus": 503,
                "retryAfterSeconds": 1.5, "nextAttemptAt": "2026-11-22T10:15:02.5Z", "waitMs": 1500
              },
              {
                "provider": "riskshield", "attempt": 2, "circuit": "passed", "status": "scored",
                "startedAt": "2026-11-22T10:15:02.5Z", "endedAt": "2026-11-22T10:15:03Z", "durationMs": 500, "httpStatus": 200
              }
            ]
            """).RootElement;
        Assert.True(JsonElement.DeepEquals(expected, attempts), attempts.GetRawText());
        Assert.DoesNotContain("riskScore", story.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("MEDIUM", story.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_audit.Records);
    }

    [Fact]
    public async Task A_degraded_story_says_why_and_whose_score_it_is()
    {
        _host.Put(Sample.Input());
        _host.End(Sample.Id, new ValidationOutcome(
            1,
            Sample.Start.AddSeconds(1),
            new StoredScore(Sample.Score, Sample.Start.AddDays(-1), Sample.OtherId),
            DegradedBy: FailureCode.VendorTimeout,
            History: AttemptHistory.None.Add(new AttemptEntry(
                "riskshield",
                1,
                AttemptStatus.NotAdmitted,
                Sample.Start,
                Circuit: CircuitPassage.Refused,
                CircuitOpenUntil: Sample.Start.AddMinutes(1)))));
        var story = (await FindAsync(Sample.Id.Value)).Body;
        Assert.Equal(
            ("degraded", true, "vendor-timeout", Sample.OtherId.Value),
            (Text(story, "outcome"), story.GetProperty("degraded").GetBoolean(), Text(story, "degradedReason"), Text(story,
                "scoreOf")));
        var attempt = story.GetProperty("attempts")[0];
        Assert.Equal(("refused", "not-admitted", "circuit-open"), (Text(attempt, "circuit"), Text(attempt, "status"),
            Text(attempt, "code")));
        Assert.True(attempt.TryGetProperty("circuitOpenUntil", out _));
    }

    /// <summary>The audit log outlives the validation, but knows its end only; looking into it is recorded.</summary>
    [Fact]
    public async Task Of_a_purged_validation_the_audit_log_tells_the_rest()
    {
        await _audit.AppendAsync(Ended(Sample.Id, degraded: true), default);
        var story = (await FindAsync(Sample.Id.Value)).Body;
        Assert.Equal(
            (true, "Completed", "degraded", 3),
            (story.GetProperty("purged").GetBoolean(), Text(story, "status"), Text(story, "outcome"), Number(story, "calls")));
        Assert.False(story.TryGetProperty("attempts", out _));
        Assert.Equal(("audit-read", "olga", Sample.Id.Value), Last());
    }

    [Fact]
    public async Task A_correlation_id_finds_what_ended_what_runs_and_what_needed_no_validation()
    {
        var later = ValidationId.Create(Sample.Start.AddSeconds(5).ToUnixTimeMilliseconds(), "0123456789abcdef"u8);
        await _audit.AppendAllAsync(
        [
            Ended(Sample.Id, degraded: false),
            AuditRecords.Refused(FailureCode.CircuitOpen, "alice", "corr-1", Sample.Start.AddSeconds(4)),
            Ended(Sample.OtherId, degraded: false) with { CorrelationId = "corr-2" },
        ], default);
        _operations.Unfinished = new FoundUnfinished(
            [Unfinished(later), Unfinished(Sample.Id)], Complete: true);

        var found = (await SearchAsync("?correlationId=corr-1")).Body;
        Assert.Equal(
            [(Sample.Id.Value, "Completed"), (later.Value, "Running")],
            found.GetProperty("validations").EnumerateArray().Select(one => (Text(one, "validationId"), Text(one, "status"))));
        var refused = Assert.Single(found.GetProperty("withoutValidation").EnumerateArray());
        Assert.Equal(("request-refused", "circuit-open"), (Text(refused, "act"), Text(refused, "outcome")));
        Assert.True(found.GetProperty("complete").GetBoolean());
        Assert.Equal(("audit-read", "olga", null), Last());
    }

    [Fact]
    public async Task A_search_that_could_not_see_all_says_so()
    {
        _operations.Unfinished = new FoundUnfinished([], Complete: false);
        Assert.False((await SearchAsync("?correlationId=corr-1")).Body.GetProperty("complete").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?correlationId=")]
    [InlineData("?correlationId=a&correlationId=b")]
    [InlineData("?correlationId=a%20b")]
    [InlineData("?correlationId=a&day=yesterday")]
    public async Task A_search_that_breaks_a_rule_is_refused(string query) =>
        Assert.Equal("invalid-query", (await SearchAsync(query)).Code);

    private static AuditRecord Ended(ValidationId id, bool degraded) =>
        new(AuditActions.ValidationEnded, Sample.Start.AddSeconds(3), "alice")
        {
            ValidationId = id.Value,
            CorrelationId = "corr-1",
            Outcome = "scored",
            Attempts = 3,
            Degraded = degraded,
            AcceptedAt = Sample.Start,
            EndedAt = Sample.Start.AddSeconds(3),
        };

    private static ValidationRecord Unfinished(ValidationId id) =>
        ValidationRecord.Unfinished(Sample.Input() with { ValidationId = id, AcceptedAt = id.Time }, isBegun: true, id.Time,
            null);

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => (int)json.GetProperty(name).GetDouble();

    private (string Act, string Caller, string? ValidationId) Last()
    {
        var record = _audit.Records[^1];
        return (record.Action, record.Caller, record.ValidationId);
    }

    private async Task<HttpReply> FindAsync(string? id, Caller? caller = null)
    {
        var http = HttpSample.Request([], "/ops/validations/x", caller ?? Olga);
        return await (await _endpoint.FindAsync(http, id)).ReplyAsync(http);
    }

    private async Task<HttpReply> SearchAsync(string query, Caller? caller = null)
    {
        var http = HttpSample.Request([], "/ops/validations", caller ?? Olga);
        http.Request.QueryString = new QueryString(query);
        return await (await _endpoint.SearchAsync(http)).ReplyAsync(http);
    }
}
