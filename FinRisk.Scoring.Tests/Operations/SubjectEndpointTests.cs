using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Tests.Applicants;
using FinRisk.Scoring.Tests.Audit;
using FinRisk.Scoring.Tests.Http;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary><c>POST /ops/subjects/find</c> and <c>/erase</c>.</summary>
public sealed class SubjectEndpointTests
{
    private const string Jane = """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087","reason":"request 118"}""";

    private static readonly LookupHasher Hasher = new(new byte[32], Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly ApplicantHashes Keys = Hasher.HashesOf(Samples.Jane);

    private readonly FakeTimeProvider _clock = new(Sample.Start);
    private readonly InMemoryAudit _audit = new();
    private readonly StubSubjects _records = new();
    private readonly SubjectEndpoint _endpoint;

    public SubjectEndpointTests() => _endpoint = new SubjectEndpoint(_records, Hasher, _records, _audit, _clock);

    [Fact]
    public async Task What_is_kept_is_told_with_what_was_searched_for_and_audited()
    {
        var reply = await SendAsync(Jane, erases: false);
        Assert.Equal(200, reply.Status);
        Assert.Equal([Keys.Current, .. Keys.Previous], _records.Searched);
        Assert.StartsWith("Only this spelling was searched for", reply.Text("note"), StringComparison.Ordinal);
        Assert.Equal(2, reply.Body.GetProperty("keys").GetInt32());
        Assert.Equal(72, reply.Body.GetProperty("scores")[0].GetProperty("riskScore").GetInt32());
        Assert.Equal(
            ["Completed", "Running"],
            reply.Body.GetProperty("validations").EnumerateArray().Select(one => one.GetProperty("status").GetString()));
        Assert.False(reply.Body.TryGetProperty("erased", out _));
        Assert.DoesNotContain("Jane", reply.Body.ToString(), StringComparison.Ordinal);
        var record = Assert.Single(_audit.Records);
        Assert.Equal(
            (AuditActions.SubjectSearched, "olga", "request 118", "corr-1"),
            (record.Action, record.Caller, record.Reason, record.CorrelationId));
        Assert.Empty(_records.Removed);
    }

    [Fact]
    public async Task An_erasure_is_audited_and_reaches_the_cache_under_every_key()
    {
        var reply = await SendAsync(Jane, erases: true);
        Assert.Equal((200, 2), (reply.Status, reply.Body.GetProperty("erased").GetInt32()));
        Assert.Equal("Copies may be left.", reply.Text("remainder"));
        Assert.Equal(AuditActions.SubjectErased, Assert.Single(_audit.Records).Action);
        Assert.Equal([Keys.Current, .. Keys.Previous], _records.Removed);
    }

    [Fact]
    public async Task A_dry_run_erases_nothing()
    {
        var reply = await SendAsync(Jane.Replace("{", """{"dryRun":true,""", StringComparison.Ordinal), erases: true);
        Assert.Equal((200, 1), (reply.Status, reply.Body.GetProperty("scores").GetArrayLength()));
        Assert.False(reply.Body.TryGetProperty("erased", out _));
        Assert.Equal(AuditActions.SubjectSearched, Assert.Single(_audit.Records).Action);
        Assert.Equal(0, _records.Erasures);
    }

    [Fact]
    public async Task A_search_that_ran_out_of_time_says_where_it_goes_on()
    {
        _records.ContinueFrom = "06h1i";
        var reply = await SendAsync(Jane, erases: false);
        Assert.Equal((false, "06h1i"), (reply.Body.GetProperty("complete").GetBoolean(), reply.Text("continueFrom")));
        await SendAsync(Jane.Replace("{", """{"continueFrom":"06h1i",""", StringComparison.Ordinal), erases: false);
        Assert.Equal("06h1i", _records.ContinuedFrom);
    }

    /// <summary>What cannot be audited is not done.</summary>
    [Fact]
    public async Task Without_its_record_nothing_is_searched_or_erased()
    {
        _audit.IsBroken = true;
        await Assert.ThrowsAsync<AuditException>(() => SendAsync(Jane, erases: true));
        Assert.Empty(_records.Searched);
        Assert.Equal(0, _records.Erasures);
    }

    [Theory]
    [InlineData(false, """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}""", "reason")]
    [InlineData(false, """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087","reason":"ID 800101"}""", "reason")]
    [InlineData(false, """{"firstName":"","lastName":"Doe","idNumber":"1","reason":"x"}""", "firstName idNumber")]
    [InlineData(false, """{"firstName":"J","lastName":"D","idNumber":"8001015009087","reason":"x","dryRun":true}""", "body")]
    [InlineData(true, """{"firstName":"J","lastName":"D","idNumber":"8001015009087","reason":"x","dryRun":1}""", "dryRun")]
    [InlineData(true, """{"firstName":"J","lastName":"D","idNumber":"8001015009087","reason":"x","yes":true}""", "body")]
    [InlineData(true, """{"firstName":"J","lastName":"D","idNumber":"8001015009087","reason":"x","continueFrom":1}""",
        "continueFrom")]
    public async Task What_breaks_a_rule_is_told_by_its_field(bool erases, string body, string fields)
    {
        var reply = await SendAsync(body, erases);
        Assert.Equal((400, "validation-failed"), (reply.Status, reply.Code));
        Assert.Equal(
            fields, string.Join(' ', reply.Body.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order()));
        Assert.Empty(_audit.Records);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"firstName":"J","firstName":"D"}""")]
    [InlineData("""{"firstName":"J","lastName":"D","idNumber":"8001015009087","reason":"\ud800"}""")]
    public async Task What_is_no_object_is_told(string body)
    {
        var reply = await SendAsync(body, erases: true);
        Assert.Equal((400, "invalid-json"), (reply.Status, reply.Code));
    }

    /// <summary>As everywhere: a byte order mark is skipped.</summary>
    [Fact]
    public async Task A_byte_order_mark_is_skipped() =>
        Assert.Equal(200, (await SendAsync("\uFEFF" + Jane, erases: false)).Status);

    [Fact]
    public async Task Nobody_but_operators_and_no_other_page_gets_in()
    {
        var http = HttpSample.Request(Encoding.UTF8.GetBytes(Jane), SubjectEndpoint.EraseRoute, new Caller("alice"));
        Assert.Equal(403, (await (await _endpoint.EraseAsync(http)).ReplyAsync(http)).Status);
        http = HttpSample.Request(Encoding.UTF8.GetBytes(Jane), SubjectEndpoint.EraseRoute, new Caller("olga", IsOperator: true));
        http.Request.Headers["Sec-Fetch-Site"] = "cross-site";
        Assert.Equal(403, (await (await _endpoint.EraseAsync(http)).ReplyAsync(http)).Status);
        Assert.Empty(_records.Searched);
    }

    private async Task<HttpReply> SendAsync(string body, bool erases)
    {
        var http = HttpSample.Request(
            Encoding.UTF8.GetBytes(body), SubjectEndpoint.FindRoute, new Caller("olga", IsOperator: true));
        return await (await (erases ? _endpoint.EraseAsync(http) : _endpoint.FindAsync(http))).ReplyAsync(http);
    }
}
