using System.Buffers;
using System.Text;
using System.Text.Json;
using FinRisk.Local.Telemetry;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>One event is one line, whatever is in it.</summary>
public sealed class JsonLineTests
{
    private static readonly EventId Named = new(1, "it_happened");

    private readonly LoggerExternalScopeProvider _scopes = new();

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { "text", "\"text\"" },
        { 7, "7" },
        { 7_000_000_000L, "7000000000" },
        { 1.23456, "1.235" },
        { double.NaN, "\"NaN\"" },
        { double.PositiveInfinity, "\"Infinity\"" },
        { true, "true" },
        { Sample.Start, "\"2026-11-22T10:15:00Z\"" },
        { LogLevel.Error, "\"Error\"" },
        { new Uri("http://127.0.0.1/"), "\"http://127.0.0.1/\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_kind_of_value_is_a_member(object? value, string json) => Assert.Equal(
        $$"""{"time":"2026-11-22T10:15:00Z","level":"Information","event":"it_happened","value":{{json}}}""" + "\n",
        Write(Named, [new("value", value), new("{OriginalFormat}", "it_happened: {value}")]));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\n{\"level\":\"Error\"}")]
    [InlineData("a\u2028b\u2029c\u0085d\u000bе")]
    [InlineData("a\"b\\c\u0000\u001b[31m")]
    public void No_text_can_forge_a_line(string text)
    {
        var line = Write(Named, [new("value", text)]);
        Assert.Equal(line.Length - 1, line.ToList().FindIndex(one => char.IsControl(one) || one is '\u2028' or '\u2029'));
        Assert.Equal(text, Read(line).GetProperty("value").GetString());
    }

    [Fact]
    public void Half_a_character_does_not_break_the_line() =>
        Assert.Equal("a\ufffdb", Read(Write(Named, [new("value", "a\ud800b")])).GetProperty("value").GetString());

    [Fact]
    public void An_event_without_a_name_is_told_by_its_category_and_its_sentence()
    {
        var line = Read(Write(default, [new("{OriginalFormat}", "x")], sentence: "It\nhappened."));
        Assert.Equal("Some.Category", line.GetProperty("event").GetString());
        Assert.Equal("It\nhappened.", line.GetProperty("message").GetString());
    }

    [Fact]
    public void A_named_event_needs_no_sentence() => Assert.False(Read(Write(Named, [])).TryGetProperty("message", out _));

    [Fact]
    public void The_scopes_ids_are_on_every_line()
    {
        using var request = _scopes.Push(new LogScope("of-the-request"));
        Assert.Equal("of-the-request", Read(Write(Named, [])).GetProperty("correlationId").GetString());
        Assert.False(Read(Write(Named, [])).TryGetProperty("validationId", out _));

        using var validation = _scopes.Push(new LogScope("of-the-validation", "v-1"));
        Assert.Equal("of-the-validation", Read(Write(Named, [])).GetProperty("correlationId").GetString());
        Assert.Equal("v-1", Read(Write(Named, [])).GetProperty("validationId").GetString());
    }

    [Fact]
    public void An_events_own_ids_are_there_only_once()
    {
        using var scope = _scopes.Push(new LogScope("from-scope", "from-scope"));
        var line = Read(Write(Named, [new("correlationId", "its-own"), new("validationId", "its-own-too")]));
        Assert.Equal(
            "its-own", Assert.Single(line.EnumerateObject(), member => member.Name == "correlationId").Value.GetString());
        Assert.Equal(
            "its-own-too", Assert.Single(line.EnumerateObject(), member => member.Name == "validationId").Value.GetString());
    }

    [Fact]
    public void Other_scopes_are_left_out()
    {
        using var sentence = _scopes.Push("a sentence");
        using var values = _scopes.Push(
            new KeyValuePair<string, object?>[] { new("requestPath", "/validate"), new("correlationId", "not-ours") });
        Assert.Equal(["time", "level", "event"], Read(Write(Named, [])).EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void An_exception_is_told_by_type_and_stack_and_never_by_message()
    {
        var line = Write(Named, [], exception: Thrown());
        Assert.Equal("System.InvalidOperationException", Read(line).GetProperty("exception").GetString());
        Assert.Contains(nameof(Thrown), Read(line).GetProperty("stack").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("8001015009087", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_was_never_thrown_has_no_stack() =>
        Assert.Equal(
            JsonValueKind.Null, Read(
                Write(Named, [], exception: new InvalidOperationException())).GetProperty("stack").ValueKind);

    [Fact]
    public void A_state_without_values_is_told_by_its_sentence()
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonLine.Write(buffer, new LogLine<int>(
            Sample.Start, LogLevel.Debug, "Some.Category", default, 42, null, _scopes, (state, _) => $"It is {state}."));
        Assert.Equal("It is 42.", Read(Encoding.UTF8.GetString(buffer.WrittenSpan)).GetProperty("message").GetString());
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("8001015009087");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private static JsonElement Read(string line) => JsonDocument.Parse(line).RootElement;

    private string Write(EventId id, KeyValuePair<string, object?>[] values, Exception? exception = null, string sentence = "")
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonLine.Write(
            buffer,
            new LogLine<KeyValuePair<string, object?>[]>(
                Sample.Start, LogLevel.Information, "Some.Category", id, values, exception, _scopes, (_, _) => sentence));
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
