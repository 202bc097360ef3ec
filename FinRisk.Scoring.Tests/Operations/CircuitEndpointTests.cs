using System.Text;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.CircuitControl;
using FinRisk.Scoring.Tests.Audit;
using FinRisk.Scoring.Tests.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary><c>POST /ops/circuit</c>.</summary>
public sealed class CircuitEndpointTests
{
    private const string Open = """{"action":"open","reason":"maintenance"}""";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private readonly InMemoryAudit _audit = new();
    private readonly StubOperations _host;
    private readonly CircuitEndpoint _endpoint;

    public CircuitEndpointTests()
    {
        _host = new StubOperations(_clock);
        _endpoint = new CircuitEndpoint(_host, _audit, new CircuitSettings(), new ConfiguredProviders("scoretwo"), _clock);
    }

    [Fact]
    public async Task An_operator_opens_and_closes_the_circuit_and_both_is_audited()
    {
        var opened = await SendAsync(Request("""{"action":"open","reason":"maintenance","minutes":5}"""));
        Assert.Equal((200, "open"), (opened.Status, opened.Text("state")));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), _host.Circuit.OpenUntil);
        var closed = await SendAsync(Request("""{"action":"close","reason":"is back"}"""));
        Assert.Equal((200, "closed"), (closed.Status, closed.Text("state")));

        Assert.Equal(
            [
                (AuditActions.CircuitOpened, "olga", "maintenance", "corr-1"),
                (AuditActions.CircuitClosed, "olga", "is back", "corr-1"),
            ],
            _audit.Records.Select(record => (record.Action, record.Caller, record.Reason!, record.CorrelationId!)));
        Assert.Equal("olga", _host.Circuit.ManualOverride!.By);
    }

    /// <summary>A script may send one correlation id with everything; each order still counts.</summary>
    [Fact]
    public async Task Orders_of_one_correlation_id_are_told_apart()
    {
        await SendAsync(Request(Open));
        await SendAsync(Request("""{"action":"close","reason":"x"}"""));
        await SendAsync(Request(Open));
        Assert.True(_host.Circuit.IsHeldOpen);
        Assert.StartsWith("corr-1.", _host.Circuit.ManualOverride!.Reference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_seen_to_arrive_is_told_as_pending()
    {
        _host.Arrives = false;
        var reply = await SendAsync(Request(Open));
        Assert.Equal((202, "pending"), (reply.Status, reply.Text("status")));
    }

    [Fact]
    public async Task What_cannot_be_audited_is_not_done()
    {
        _audit.IsBroken = true;
        await Assert.ThrowsAsync<AuditException>(() => SendAsync(Request(Open)));
        Assert.Same(CircuitSnapshot.Initial, _host.Circuit);
    }

    [Theory]
    [InlineData("""{"action":"open"}""", 400, "validation-failed")]
    [InlineData("[]", 400, "invalid-json")]
    public async Task A_faulty_order_is_refused_and_leaves_nothing_behind(string body, int status, string code)
    {
        await RefusedAsync(Request(body), status, code);
    }

    [Fact]
    public async Task Other_media_and_endless_bodies_are_refused()
    {
        var form = Request(Open);
        form.Request.ContentType = "text/plain";
        await RefusedAsync(form, 415, "unsupported-media-type");
        await RefusedAsync(Request(new string(' ', 20_000)), 413, "payload-too-large");
    }

    [Fact]
    public async Task Strangers_are_refused()
    {
        await RefusedAsync(Request(Open, new Caller("alice")), 403, "forbidden");
        var page = Request(Open);
        page.Request.Headers["Sec-Fetch-Site"] = "cross-site";
        await RefusedAsync(page, 403, "forbidden");
    }

    private static DefaultHttpContext Request(string body, Caller? caller = null) =>
        HttpSample.Request(Encoding.UTF8.GetBytes(body), CircuitEndpoint.Route, caller ?? new Caller("olga", IsOperator: true));

    private async Task<HttpReply> SendAsync(HttpContext http) => await (await _endpoint.HandleAsync(http)).ReplyAsync(http);

    private async Task RefusedAsync(HttpContext http, int status, string code)
    {
        var reply = await SendAsync(http);
        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Empty(_audit.Records);
        Assert.Same(CircuitSnapshot.Initial, _host.Circuit);
    }
}
