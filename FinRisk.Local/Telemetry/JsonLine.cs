using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinRisk.Scoring.Telemetry;

namespace FinRisk.Local.Telemetry;

/// <summary>
/// Writes a log event as one line of JSON: the time, the level, the event's stable name, and each value as a separate member, so
/// that operators can filter by <c>event</c> and <c>validationId</c> instead of parsing messages.
/// </summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>Appends the line and a line feed.</summary>
    public static void Write<TState>(IBufferWriter<byte> buffer, in LogLine<TState> line)
    {
        var json = _json ??= new Utf8JsonWriter(buffer, Options);
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("time", line.Time.UtcDateTime);
        json.WriteString("level", line.Level.ToString());
        json.WriteString("event", line.Id.Name ?? line.Category);
        WriteValues(json, line.Values);
        var (correlationId, validationId) = line.Ids();
        if (validationId is not null)
            WriteValue(json, LogScope.ValidationName, validationId);
        if (correlationId is not null)
            WriteValue(json, LogScope.CorrelationName, correlationId);

        // The name and the values describe a named event completely; other events need their message.
        if (line.Id.Name is null)
            json.WriteString("message", line.Format(line.State, null)); // Without the exception, whose text may be personal data.
        if (line.Exception is { } exception)
        {
            json.WriteString("exception", exception.GetType().FullName);
            json.WriteString("stack", exception.StackTrace);
        }

        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            if (LogLine.IsWritten(name))
                WriteValue(json, name, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, Math.Round(number, 3));
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case DateTimeOffset time:
                json.WriteString(name, time.UtcDateTime);
                break;
            case double number:
                // NaN or infinity, for which JSON has no number; WriteNumber would throw.
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
