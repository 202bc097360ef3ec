using System.Text;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Audit;
using FinRisk.Scoring.Tests.Http;
using FinRisk.Scoring.Tests.Validations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Audit;

/// <summary>Contract 12: what an auditor gets, and what that leaves behind.</summary>
public sealed class AuditEndpointTests
{
    private static readonly Caller Olga = new("olga", IsOperator: true);

    private readonly InMemoryAudit _audit = new();
    private readonly FakeTimeProvider _clock = new(Sample.Start);
    private readonly AuditEndpoint _endpoint;

    public AuditEndpointTests() => _endpoint = new AuditEndpoint(_audit, _audit, _clock);

    [Theory]
    [InlineData("", "application/jsonl; charset=utf-8", "jsonl")]
    [InlineData("&format=jsonl", "application/jsonl; charset=utf-8", "jsonl")]
    [InlineData("&format=csv", "text/csv; charset=utf-8; header=present", "csv")]
    public async Task A_day_comes_as_a_file_with_the_reading_itself_in_it(string format, string mediaType, string ending)
    {
        await _audit.AppendAsync(new AuditRecord("circuit-opened", Sample.Start, "olga"), default);
        await _audit.AppendAsync(new AuditRecord("circuit-closed", Sample.Start.AddDays(-1), "olga"), default);
        var http = Request($"?day=2026-11-22{format}", Olga);
        await (await _endpoint.DayAsync(http)).ExecuteAsync(http);

        Assert.Equal(
            (200, mediaType, "no-store"),
            (http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.CacheControl.ToString()));
        Assert.Equal($"attachment; filename=\"finrisk-audit-2026-11-22.{ending}\"", http.Response.Headers.ContentDisposition);
        var lines = Body(http).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ending == "csv" ? 3 : 2, lines.Length);
        Assert.Contains("circuit-opened", lines[^2], StringComparison.Ordinal);
        Assert.Contains("audit-read", lines[^1], StringComparison.Ordinal);
        Assert.Equal($"2026-11-22 as {ending}", _audit.Records[^1].Reason);
    }

    [Fact]
    public async Task The_records_of_a_correlation_id_come_with_the_days_that_were_searched()
    {
        foreach (var (days, correlation) in new[] { (-7, "loan-1"), (-6, "loan-1"), (0, "loan-1"), (0, "loan-2") })
        {
            await _audit.AppendAsync(
                new AuditRecord("validation-ended", Sample.Start.AddDays(days), "alice") { CorrelationId = correlation },
                default);
        }

        var week = await FindAsync("?correlationId=loan-1");
        Assert.Equal(
            (200, "loan-1", "2026-11-16", "2026-11-22", true),
            (week.Status, week.Text("correlationId"), week.Text("from"), week.Text("to"),
                week.Body.GetProperty("complete").GetBoolean()));
        Assert.Equal(2, week.Body.GetProperty("records").GetArrayLength());
        Assert.Equal("correlation loan-1, 2026-11-16 to 2026-11-22", _audit.Records[^1].Reason);

        var day = await FindAsync("?correlationId=loan-1&day=2026-11-15");
        Assert.Equal("2026-11-15", day.Text("from"));
        Assert.Equal(1, day.Body.GetProperty("records").GetArrayLength());
        Assert.Equal(0, (await FindAsync("?correlationId=nobodys")).Body.GetProperty("records").GetArrayLength());
    }

    /// <summary>A caller may send one id with everything.</summary>
    [Fact]
    public async Task An_answer_holds_a_thousand_records_of_a_correlation_id_and_says_so()
    {
        for (var number = 0; number <= CorrelationQuery.MaxRecords; number++)
            await _audit.AppendAsync(
                new AuditRecord("validation-ended", Sample.Start, "alice") { CorrelationId = "all" }, default);
        var reply = await FindAsync("?correlationId=all");
        Assert.Equal(
            (CorrelationQuery.MaxRecords, false),
            (reply.Body.GetProperty("records").GetArrayLength(), reply.Body.GetProperty("complete").GetBoolean()));
    }

    [Theory]
    [InlineData("?correlationId=", "correlationId")]
    [InlineData("?correlationId=a&correlationId=b", "correlationId")]
    [InlineData("?correlationId=a%20b", "correlationId")]
    [InlineData("?correlationId=a&day=today", "day")]
    [InlineData("?correlationId=a&day=2026-11-22&format=csv", "format")]
    [InlineData("", "day")]
    [InlineData("?day=22.11.2026", "day")]
    [InlineData("?day=2026-02-30", "day")]
    [InlineData("?day=2026-11-22&day=2026-11-23", "day")]
    [InlineData("?day=2026-11-22&format=xml", "format")]
    [InlineData("?day=2026-11-22&format=csv&format=csv", "format")]
    public async Task A_query_that_breaks_a_rule_is_told_which(string query, string field)
    {
        var http = Request(query, Olga);
        var reply = await (await _endpoint.DayAsync(http)).ReplyAsync(http);
        Assert.Equal((400, "invalid-query"), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Body.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Empty(_audit.Records);
    }

    [Fact]
    public async Task One_validations_records_come_together()
    {
        await _audit.AppendAsync(
            new AuditRecord("validation-ended", Sample.Start, "alice") { ValidationId = Sample.Id.Value }, default);
        var http = Request("", Olga);
        var reply = await (await _endpoint.ValidationAsync(http, Sample.Id.Value)).ReplyAsync(http);
        Assert.Equal((200, Sample.Id.Value), (reply.Status, reply.Body.GetProperty("validationId").GetString()));
        Assert.Equal(
            "validation-ended", Assert.Single(reply.Body.GetProperty("records").EnumerateArray()).GetProperty("act").GetString());
        Assert.Equal(
            ("audit-read", "olga", Sample.Id.Value),
            (_audit.Records[^1].Action, _audit.Records[^1].Caller, _audit.Records[^1].ValidationId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("000000000000000000000000000000000000")]
    public async Task What_left_no_record_is_not_found(string? id)
    {
        var http = Request("", Olga);
        var reply = await (await _endpoint.ValidationAsync(http, id)).ReplyAsync(http);
        Assert.Equal((404, "not-found"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Nobody_but_operators_gets_in()
    {
        var http = Request("?day=2026-11-22", new Caller("alice"));
        Assert.Equal(403, (await (await _endpoint.DayAsync(http)).ReplyAsync(http)).Status);
        http = Request("", new Caller("alice"));
        Assert.Equal(403, (await (await _endpoint.ValidationAsync(http, Sample.Id.Value)).ReplyAsync(http)).Status);
        Assert.Empty(_audit.Records);
    }

    [Fact]
    public async Task Where_the_reading_cannot_be_recorded_nothing_is_handed_out()
    {
        _audit.IsBroken = true;
        await Assert.ThrowsAsync<AuditException>(() => _endpoint.DayAsync(Request("?day=2026-11-22", Olga)));
    }

    private async Task<HttpReply> FindAsync(string query)
    {
        var http = Request(query, Olga);
        return await (await _endpoint.DayAsync(http)).ReplyAsync(http);
    }

    private static DefaultHttpContext Request(string query, Caller caller)
    {
        var http = HttpSample.Request([], "/ops/audit", caller);
        http.Request.QueryString = new QueryString(query);
        return http;
    }

    private static string Body(HttpContext http) => Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
}
