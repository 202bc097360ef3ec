using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Endpoints;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Providers;

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
        var keys = new StubKeySource(hasKey ? "secret-key" : null);
        var endpoint = new HealthEndpoint(new VendorKeys(keys), parts, parts, new ConfiguredProviders(Backup: null));
        var reply = await (await endpoint.ReadyAsync(http)).ReplyAsync(http);
        Assert.Equal(status, reply.Status);
        Assert.Equal(
            $$$"""
            {"status":"{{{told}}}",
            "checks":{"riskshieldKey":"{{{key}}}","storage":"{{{storage}}}","circuit":"{{{circuit}}}"}}
            """.ReplaceLineEndings(""),
            reply.Body.GetRawText());
    }

    [Theory]
    [InlineData(true, 200, "open", "closed")]
    [InlineData(false, 503, "unknown", "unknown")]
    public async Task A_backup_has_a_circuit_of_its_own(bool hasStorage, int status, string circuit, string backupCircuit)
    {
        var parts = new StubHealth(hasStorage, CircuitState.Open, CircuitState.Closed);
        var http = HttpSample.Request([]);
        var keys = new VendorKeys(new StubKeySource("secret-key"), new StubKeySource("backup-key"));
        var endpoint = new HealthEndpoint(keys, parts, parts, new ConfiguredProviders("second"));
        var reply = await (await endpoint.ReadyAsync(http)).ReplyAsync(http);
        var checks = reply.Body.GetProperty("checks");
        Assert.Equal(
            (status, circuit, backupCircuit),
            (reply.Status, checks.GetProperty("circuit").GetString(), checks.GetProperty("backupCircuit").GetString()));
    }

    /// <summary>Without its key the backup scores nothing, but RiskShield answers without it.</summary>
    [Theory]
    [InlineData("backup-key", "ok")]
    [InlineData(null, "missing")]
    public async Task A_backup_without_a_key_is_told_and_makes_nothing_unready(string? key, string told)
    {
        var parts = new StubHealth(hasStorage: true, CircuitState.Closed);
        var http = HttpSample.Request([]);
        var keys = new VendorKeys(new StubKeySource("secret-key"), new StubKeySource(key));
        var endpoint = new HealthEndpoint(keys, parts, parts, new ConfiguredProviders("second"));
        var reply = await (await endpoint.ReadyAsync(http)).ReplyAsync(http);
        var checks = reply.Body.GetProperty("checks");
        Assert.Equal(
            (200, "ok", told),
            (reply.Status, checks.GetProperty("riskshieldKey").GetString(), checks.GetProperty("backupKey").GetString()));
    }
}
