using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Tests.Validations;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 2: only the caller that started it, and operators, may read it.</summary>
public sealed class ValidationsEndpointTests
{
    private readonly ServiceBench _bench = new();

    [Theory]
    [InlineData("alice", false, 200)]
    [InlineData("bob", false, 404)]
    [InlineData("Alice", false, 404)]
    [InlineData("bob", true, 200)]
    public async Task A_validation_is_its_callers_and_the_operators(string caller, bool isOperator, int status)
    {
        var id = (await _bench.StartAsync()).Id.Value;
        Assert.Equal(status, (await GetAsync(id, new Caller(caller, isOperator))).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("000000000000000000000000000000000000")]
    public async Task Whatever_is_not_there_is_not_found(string? id)
    {
        var reply = await GetAsync(id, new Caller("carol", IsOperator: true));
        Assert.Equal((404, "not-found"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Anothers_validation_looks_just_like_none()
    {
        var id = (await _bench.StartAsync()).Id.Value;
        var (anothers, none) = (await GetAsync(id, new Caller("bob")), await GetAsync(Sample.OtherId.Value, new Caller("bob")));
        Assert.Equal(none.Body.GetRawText(), anothers.Body.GetRawText());
        Assert.Equal(none.Headers.Keys, anothers.Headers.Keys);
    }

    [Fact]
    public async Task An_operator_who_looks_at_anothers_leaves_a_record()
    {
        var id = (await _bench.StartAsync()).Id.Value;
        await GetAsync(id, new Caller("alice", IsOperator: true));
        await GetAsync(id, new Caller("bob"));
        Assert.Empty(_bench.Audit.Records);

        await GetAsync(id, new Caller("olga", IsOperator: true));
        Assert.Equal(
            new AuditRecord("validation-read", Sample.Start, "olga") { ValidationId = id, CorrelationId = "corr-1" },
            Assert.Single(_bench.Audit.Records));
    }

    [Fact]
    public async Task Without_its_record_an_operator_sees_nothing()
    {
        var id = (await _bench.StartAsync()).Id.Value;
        _bench.Audit.IsBroken = true;
        await Assert.ThrowsAsync<AuditException>(() => GetAsync(id, new Caller("olga", IsOperator: true)));
    }

    private async Task<HttpReply> GetAsync(string? id, Caller caller)
    {
        var http = HttpSample.Request([], "/validations/x", caller);
        return await (
            await new ValidationsEndpoint(_bench.Host, _bench.Audit, _bench.Clock).HandleAsync(http, id)).ReplyAsync(http);
    }
}
