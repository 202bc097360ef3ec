using System.Buffers;
using System.Text;
using FinRisk.Local.Telemetry;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Telemetry;
using Microsoft.Extensions.Logging;

namespace FinRisk.Local.Tests.Telemetry;

/// <summary>The line that a person reads: one line an event, the same values as in JSON.</summary>
public sealed class TextLineTests
{
    private static readonly EventId Named = new(1, "it_happened");
    private static readonly string Time = Sample.Start.UtcDateTime.ToString(
        "HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private readonly LoggerExternalScopeProvider _scopes = new();

    [Fact]
    public void Time_level_name_values_and_the_ids_last() => Assert.Equal(
        $"{Time} info  it_happened                code=vendor-error durationMs=12.3 attempts=3 degraded=false httpStatus=- "
        + "validationId=v-1 correlationId=corr-1\n",
        Write(
            Named,
            [
                new("validationId", "v-1"), new("code", "vendor-error"), new("correlationId", "corr-1"), new("durationMs",
                    12.345),
                new("attempts", 3), new("degraded", false), new("httpStatus", null), new("{OriginalFormat}", "x"),
            ]));

    [Fact]
    public void The_scopes_ids_are_there_where_the_event_has_none()
    {
        using var scope = _scopes.Push(new LogScope("corr-1", "v-1"));
        Assert.EndsWith(
            "it_happened                validationId=v-1 correlationId=corr-1\n", Write(Named, []), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_a_name_is_told_by_its_category_and_its_sentence() =>
        Assert.EndsWith(
            " Some.Category              It happened.\n", Write(default, [], sentence: "It happened."), StringComparison.Ordinal);

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Warning, "warn ")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "ERROR")]
    public void Levels_line_up(LogLevel level, string expected) =>
        Assert.StartsWith($"{Time} {expected} it_happened", Write(Named, [], level: level), StringComparison.Ordinal);

    [Fact]
    public void Only_the_level_is_coloured() =>
        Assert.StartsWith(
            $"{Time} \e[33mwarn \e[0m it_happened",
            Write(Named, [], level: LogLevel.Warning, coloured: true),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\n10:15:00.000 ERROR forged")]
    [InlineData("a\u2028b\u2029c\u0085d")]
    [InlineData("a\u001b[31mb\u0000")]
    public void No_text_can_forge_a_line_or_command_the_terminal(string text)
    {
        var line = Write(Named, [new("value", text)]);
        Assert.Equal(line.Length - 1, line.ToList().FindIndex(one => char.IsControl(one) || one is '\u2028' or '\u2029'));
    }

    [Fact]
    public void A_long_line_is_written_whole() =>
        Assert.Contains(new string('é', 50_000), Write(Named, [new("value", new string('é', 50_000))]), StringComparison.Ordinal);

    [Fact]
    public void An_exception_is_told_by_its_type_and_never_by_its_message()
    {
        var line = Write(Named, [], exception: new InvalidOperationException("8001015009087"));
        Assert.Contains(" exception=System.InvalidOperationException stack=", line, StringComparison.Ordinal);
        Assert.DoesNotContain("8001015009087", line, StringComparison.Ordinal);
    }

    private string Write(
        EventId id,
        KeyValuePair<string, object?>[] values,
        LogLevel level = LogLevel.Information,
        Exception? exception = null,
        string sentence = "",
        bool coloured = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TextLine.Write(
            buffer,
            new LogLine<KeyValuePair<string, object?>[]>(
                Sample.Start, level, "Some.Category", id, values, exception, _scopes, (_, _) => sentence),
            coloured);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
