using FinRisk.Local.Callers;
using FinRisk.Local.Settings;
using FinRisk.Scoring.Settings;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Local.Tests.Settings;

/// <summary>Defaults, and the whole text of every refusal: it names the setting, its fault and what to do.</summary>
public sealed class LocalSettingsTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public void The_defaults()
    {
        var settings = Read();
        Assert.Equal((".finrisk", true), (settings.DataFolder, settings.Simulator));
        Assert.Empty(settings.Callers);
    }

    [Fact]
    public void A_configured_vendor_needs_no_simulator() =>
        Assert.False(Read(("RiskShield:BaseUrl", "https://vendor.example")).Simulator);

    [Fact]
    public void Everything_can_be_set()
    {
        var settings = Read(
            ("Local:DataFolder", "/data"),
            ("Local:Simulator", "false"),
            ("Local:Callers:alice:Key", Key),
            ("Local:Callers:olga:Key", Key + "!"),
            ("Local:Callers:olga:Operator", "true"),
            ("Local:Callers:olga:Permits", "0"));
        Assert.Equal(("/data", false), (settings.DataFolder, settings.Simulator));
        Assert.Equal([new CallerKey("alice", Key, false), new CallerKey("olga", Key + "!", true, 0)], settings.Callers);
    }

    [Fact]
    public void A_simulator_beside_a_configured_vendor_is_a_contradiction() => Refuses(
        "Local:Simulator: true contradicts RiskShield:BaseUrl, which names another vendor; unset one of them.",
        ("Local:Simulator", "true"),
        ("RiskShield:BaseUrl", "https://vendor.example"));

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcde")]
    public void A_key_that_could_be_guessed_is_refused(string key) => Refuses(
        "Local:Callers:alice:Key: the key must have at least 16 characters, so that it cannot be guessed.", (
            "Local:Callers:alice:Key", key));

    [Fact]
    public void Two_callers_with_one_key_are_refused() => Refuses(
        "Local:Callers: two callers have the same key, so they could not be distinguished; give each its own.",
        ("Local:Callers:alice:Key", "0123456789abcdef"),
        ("Local:Callers:bob:Key", "0123456789abcdef"));

    [Theory]
    [InlineData("alice smith")]
    [InlineData("=alice")]
    [InlineData("al\nice")]
    [InlineData("alicealicealicealicealicealicealicealicealicealicealicealicealice")]
    public void A_name_that_would_harm_a_log_is_refused(string name) => Refuses(
        $"Local:Callers:{name}: a caller's name stands in logs and audit records; use 1 to 64 of A-Z a-z 0-9 . _ -", (
            $"Local:Callers:{name}:Key", Key));

    [Fact]
    public void A_rate_is_a_number() => Refuses(
        "Local:Callers:alice:Permits: '-1' is out of range; allowed 0 or more, default none.",
        ("Local:Callers:alice:Key", Key),
        ("Local:Callers:alice:Permits", "-1"));

    [Fact]
    public void A_switch_must_be_one() =>
        Refuses("Local:Simulator: 'maybe' is neither true nor false; default true.", ("Local:Simulator", "maybe"));

    [Fact]
    public void A_setting_that_does_not_exist_is_refused() => Refuses(
        "Local:DataFolde: there is no such setting; Local has Local:Callers:{name}:Key, Local:Callers:{name}:Operator, "
        + "Local:Callers:{name}:Permits, Local:DataFolder, Local:Simulator.",
        ("Local:DataFolde", "/data"));

    [Fact]
    public void All_faults_are_told_together()
    {
        var exception = Assert.Throws<SettingsException>(
            () => Read(("Local:Simulator", "maybe"), ("Local:Callers:alice:Key", "short")));
        Assert.Equal(2, exception.Errors.Count);
        Assert.DoesNotContain("short", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:7071")]
    [InlineData("urls", "http://localhost:7071")]
    [InlineData("urls", "http://LOCALHOST:7071; http://[::1]:7071;http://127.8.9.1:0")]
    [InlineData("Kestrel:Endpoints:Main:Url", "http://[::1]:7071")]
    public void Loopback_needs_no_keys(string setting, string address) => Assert.Empty(Read((setting, address)).Callers);

    [Theory]
    [InlineData("urls", "http://0.0.0.0:7071")]
    [InlineData("urls", "http://*:80")]
    [InlineData("urls", "http://+:80")]
    [InlineData("urls", "http://[::]:7071")]
    [InlineData("urls", "http://10.1.2.3:7071")]
    [InlineData("urls", "http://127.0.0.1.example:7071")]
    [InlineData("urls", "http://localhost.example:7071")]
    [InlineData("urls", "nonsense")]
    [InlineData("Kestrel:Endpoints:Main:Url", "http://0.0.0.0:7071")]
    public void An_address_that_others_reach_needs_keys(string setting, string address)
    {
        Refuses(
            $"urls: {address} is reachable from other machines, so callers need keys; "
            + "set Local:Callers:{name}:Key for each, or listen on 127.0.0.1.",
            (setting, address));
        Assert.Single(Read((setting, address), ("Local:Callers:alice:Key", Key)).Callers);
    }

    [Fact]
    public void One_open_address_among_loopback_ones_is_enough() => Refuses(
        "urls: http://*:80 is reachable from other machines, so callers need keys; "
        + "set Local:Callers:{name}:Key for each, or listen on 127.0.0.1.",
        ("urls", "http://127.0.0.1:7071;http://*:80"));

    private static void Refuses(string message, params (string Name, string Value)[] values) =>
        Assert.Equal([message], Assert.Throws<SettingsException>(() => Read(values)).Errors);

    private static LocalSettings Read(params (string Name, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value)))
            .Build();
        var reader = new SettingsReader(configuration);
        var settings = LocalSettingsReader.Read(reader, configuration);
        reader.ThrowIfInvalid();
        return settings;
    }
}
