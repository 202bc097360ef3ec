using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Tests.RiskShield;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 7: ready where there is a key and storage; an open circuit is told and makes nothing unready.</summary>
public sealed class HealthEndpointTests
{
    [Fact]
    public async Task It_lives_while_it_serves()
    {
        var reply = await HealthEndpoint.Live().ReplyAsync();
        Assert.Equal((200, """{"status":"healthy"}"""), (reply.Status, reply.Body.GetRawText()));
    }

    [Theory]
    [InlineData(true, true, CircuitState.Closed, 200, "ready", "ok", "ok", "closed")]
    [InlineData(true, true, CircuitState.Open, 200, "ready", "ok", "ok", "open")]
    [InlineData(true, true, CircuitState.HalfOpen, 200, "ready", "ok", "ok", "half-open")]
    [InlineData(false, true, CircuitState.Closed, 503, "unready", "missing", "ok", "closed")]
    [InlineData(true, false, CircuitState.Closed, 503, "unready", "ok", "unavailable", "unknown")]
    [InlineData(false, false, CircuitState.Open, 503, "unready", "missing", "unavailable", "unknown")]
    public async Task It_is_ready_where_it_can_do_its_work(
        bool hasKey, bool hasStorage, CircuitState state, int status, string told, string key, string storage, string circuit)
    {
        var parts = new StubHealth(hasStorage, state);
        var http = HttpSample.Request([]);
        var reply = await (await new HealthEndpoint(new StubKeySource(hasKey ? "secret-key" : null), parts, parts).ReadyAsync(http)).ReplyAsync(http);
        Assert.Equal(status, reply.Status);
        Assert.Equal(
            $$$"""{"status":"{{{told}}}","checks":{"riskshieldKey":"{{{key}}}","storage":"{{{storage}}}","circuit":"{{{circuit}}}"}}""",
            reply.Body.GetRawText());
    }
}
