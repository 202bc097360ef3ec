using System.Buffers;
using System.Globalization;
using System.Text;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Local.Telemetry;

/// <summary>
/// Writes a log event as one line of text for people: the time of day in UTC, the level, the event's name in a fixed-width
/// column, the values, and last the ids. The values are the same as those of <see cref="JsonLine"/>.
/// </summary>
internal static class TextLine
{
    private const int NameWidth = 26;
    private const string NoColour = "\e[0m";

    [ThreadStatic]
    private static StringBuilder? _text;

    /// <summary>Appends the line and a line feed.</summary>
    public static void Write<TState>(IBufferWriter<byte> buffer, in LogLine<TState> line, bool coloured)
    {
        var text = (_text ??= new StringBuilder(256)).Clear();
        var (level, colour) = LevelOf(line.Level);
        text.Append(CultureInfo.InvariantCulture, $"{line.Time.UtcDateTime:HH:mm:ss.fff}Z ").Append(coloured ? colour : "");
        text.Append(level).Append(coloured ? NoColour : "").Append(' ');
        var bodyStart = text.Length;
        text.Append((line.Id.Name ?? line.Category).PadRight(NameWidth));
        if (line.Id.Name is null)
            text.Append(' ').Append(line.Format(line.State, null)); // Without the exception, as in JsonLine.
        else
            AppendValues(text, line.Values);
        var (correlationId, validationId) = line.Ids();
        if (validationId is not null)
            Append(text, LogScope.ValidationName, validationId);
        if (correlationId is not null)
            Append(text, LogScope.CorrelationName, correlationId);
        if (line.Exception is { } exception)
            text.Append(CultureInfo.InvariantCulture, $" exception={exception.GetType().FullName} stack={exception.StackTrace}");

        ReplaceControlCharacters(text, bodyStart);
        foreach (var chunk in text.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, buffer);
        buffer.Write("\n"u8);
    }

    private static (string Text, string Colour) LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => ("trace", "\e[90m"),
        LogLevel.Debug => ("debug", "\e[90m"),
        LogLevel.Information => ("info ", "\e[32m"),
        LogLevel.Warning => ("warn ", "\e[33m"),
        _ => ("ERROR", "\e[31m"),
    };

    private static void AppendValues(StringBuilder text, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            if (LogLine.IsWritten(name))
                Append(text, name, value);
        }
    }

    private static void Append(StringBuilder text, string name, object? value)
    {
        text.Append(' ').Append(name).Append('=');
        _ = value switch
        {
            double number => text.Append(CultureInfo.InvariantCulture, $"{number:0.#}"),
            DateTimeOffset time => text.Append(CultureInfo.InvariantCulture, $"{time.UtcDateTime:HH:mm:ss.fff}Z"),
            bool truth => text.Append(truth ? "true" : "false"),
            null => text.Append('-'),
            _ => text.Append(CultureInfo.InvariantCulture, $"{value}"),
        };
    }

    /// <summary>
    /// Replaces control characters and line separators by spaces, so that a logged value can neither forge a line nor send escape
    /// sequences to the terminal.
    /// </summary>
    private static void ReplaceControlCharacters(StringBuilder text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
                text[i] = ' ';
        }
    }
}
