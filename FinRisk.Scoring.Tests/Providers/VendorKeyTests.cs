using FinRisk.Scoring.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Contract 5: on 401 and 403 the key is read anew once, and the call repeated once.</summary>
public sealed class VendorKeyTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_rotated_key_is_picked_up_within_the_attempt(int refusal)
    {
        var keys = new StubKeySource("old", "new");
        await using var bench = await ClientBench.StartAsync(
            http => http.Request.Headers["X-Api-Key"] == "new" ? Answers.Score(http) : Answers.Status(refusal)(http), keys: keys);
        Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync()).Status);
        Assert.Equal(["old", "new"], bench.Received.Select(call => call.Headers["X-Api-Key"]));
        Assert.Single(bench.Received.Select(call => call.Headers["Idempotency-Key"]).Distinct());
        Assert.Empty(bench.Log.Events);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_key_refused_twice_is_refused_for_good_and_alerted(int refusal)
    {
        await using var bench = await ClientBench.StartAsync(Answers.Status(refusal));
        Assert.Equal(bench.Result(AttemptStatus.KeyRefused, refusal), await bench.ScoreAsync());
        Assert.Equal((2, 1), (bench.Received.Count, bench.Keys.Reloads));
        var alert = Assert.Single(bench.Log.Events);
        Assert.Equal("provider_key_refused", alert.Name);
        Assert.DoesNotContain("key-1", alert.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_repeated_call_counts()
    {
        await using var bench = await ClientBench.StartAsync(Answers.InTurn(Answers.Status(401), Answers.Status(500)));
        Assert.Equal(AttemptStatus.ServerError, (await bench.ScoreAsync()).Status);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_anew_is_tried_once_more()
    {
        var keys = new StubKeySource("old", null);
        await using var bench = await ClientBench.StartAsync(Answers.InTurn(Answers.Status(401), Answers.Score), keys: keys);
        Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync()).Status);
        Assert.Equal(["old", "old"], bench.Received.Select(call => call.Headers["X-Api-Key"]));
    }

    [Fact]
    public async Task Without_a_key_no_call_is_made()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Score, keys: new StubKeySource((string?)null));
        Assert.Equal(bench.Result(AttemptStatus.NotConfigured), await bench.ScoreAsync());
        Assert.Empty(bench.Received);
    }

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public async Task The_configured_key_is_looked_up_at_every_call(string? value, string? expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("RiskShield:ApiKey", "first")]).Build();
        var keys = new ConfiguredKeySource(configuration, "RiskShield");
        Assert.Equal("first", await keys.GetAsync(reload: false, default));
        configuration["RiskShield:ApiKey"] = value;
        Assert.Equal(expected, await keys.GetAsync(reload: false, default));
    }

    [Fact]
    public async Task A_reload_has_every_source_read_again()
    {
        var source = new ReloadableSource { Value = "old" };
        var keys = new ConfiguredKeySource(new ConfigurationBuilder().Add(source).Build(), "RiskShield");
        source.Value = "new";
        Assert.Equal("old", await keys.GetAsync(reload: false, default));
        Assert.Equal("new", await keys.GetAsync(reload: true, default));
    }

    [Fact]
    public async Task A_configuration_that_cannot_reload_gives_what_it_has()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("A:RiskShield:ApiKey", "key")]).Build().GetSection(
            "A");
        Assert.Equal("key", await new ConfiguredKeySource(section, "RiskShield").GetAsync(reload: true, default));
    }
}
