using System.Text;
using System.Text.Json;
using FinRisk.OpenApi;

namespace FinRisk.Scoring.Tests.Docs;

/// <summary>What is written without quotes may be more than text; what is written with them never is.</summary>
public sealed class YamlToJsonTests
{
    [Theory]
    [InlineData("text", "\"text\"")]
    [InlineData("'text'", "\"text\"")]
    [InlineData("12", "12")]
    [InlineData("-3", "-3")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", "null")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("1.5", "1.5")]
    [InlineData("3.1.0", "\"3.1.0\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("5f0c7e1a", "\"5f0c7e1a\"")]
    [InlineData("2026-11-22", "\"2026-11-22\"")]
    [InlineData("[1, 'a', {b: c}]", """[1,"a",{"b":"c"}]""")]
    [InlineData("|\n    two\n    lines\n", "\"two\\nlines\\n\"")]
    public void A_value_is_read_by_the_core_schema(string yaml, string json) =>
        Assert.Equal($$"""{"value":{{json}}}""", Convert($"value: {yaml}"));

    [Fact]
    public void An_anchor_is_written_where_it_is_used() =>
        Assert.Equal("""{"a":{"x":1},"b":{"x":1}}""", Convert("a: &shared { x: 1 }\nb: *shared"));

    [Fact]
    public void Keys_are_always_text() => Assert.Equal("""{"200":"ok","true":1}""", Convert("200: ok\ntrue: 1"));

    private static string Convert(string yaml)
    {
        using var text = new StringReader(yaml);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(YamlToJson.Convert(text)));
        return JsonSerializer.Serialize(json.RootElement);
    }
}
