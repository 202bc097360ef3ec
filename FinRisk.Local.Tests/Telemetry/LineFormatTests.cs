using FinRisk.Local.Telemetry;
using FinRisk.Scoring.Settings;
using Microsoft.Extensions.Configuration;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>Which lines the host writes. Tests run without a terminal.</summary>
public sealed class LineFormatTests
{
    [Fact]
    public void Without_a_terminal_lines_are_json() => Assert.Equal(LineFormat.Json, Read(null));

    [Fact]
    public void A_setting_has_the_last_word()
    {
        Assert.Equal(LineFormat.Json, Read("json"));
        Assert.Equal(LineFormat.Text, Read("text"));
    }

    [Fact]
    public void Another_format_is_a_fault() => Assert.Equal(
        ["Logging:Console:FormatterName: 'simple' is neither json nor text; default text on a terminal, else json."],
        Assert.Throws<SettingsException>(() => Read("simple")).Errors);

    private static LineFormat Read(string? name)
    {
        var reader = new SettingsReader(
            new ConfigurationBuilder().AddInMemoryCollection([new(ConsoleLogging.FormatSetting, name)]).Build());
        var format = ConsoleLogging.ReadFormat(reader);
        reader.ThrowIfInvalid();
        return format;
    }
}
