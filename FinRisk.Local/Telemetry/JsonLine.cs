using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FinRisk.Local.Telemetry;

/// <summary>
/// Writes one log event as one line of JSON: time, level, the event's stable name, and its values as members of their own, so
/// that an operator filters by <c>event</c> and <c>correlationId</c> instead of parsing sentences.
/// </summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>Appends the line and its line feed.</summary>
    public static void Write<TState>(
        IBufferWriter<byte> buffer,
        DateTimeOffset time,
        LogLevel level,
        string category,
        EventId id,
        TState state,
        Exception? fault,
        IExternalScopeProvider scopes,
        Func<TState, Exception?, string> format)
    {
        var json = _json ??= new Utf8JsonWriter(buffer, Options);
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("time", time.UtcDateTime);
        json.WriteString("level", level.ToString());
        json.WriteString("event", id.Name ?? category);
        if (!WriteValues(json, state))
            scopes.ForEachScope(static (scope, json) => WriteCorrelation(json, scope), json);

        // An event with a name is told by its values; anything else needs its sentence.
        if (id.Name is null)
            json.WriteString("message", format(state, null));
        if (fault is not null)
        {
            json.WriteString("exception", fault.GetType().FullName);
            json.WriteString("stack", fault.StackTrace);
        }

        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
    }

    /// <summary>Writes the event's own values; tells whether the correlation id is among them.</summary>
    private static bool WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        var hasCorrelation = false;
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                var (name, value) = values[i];
                if (name == "{OriginalFormat}")
                    continue;
                hasCorrelation |= name == "correlationId";
                WriteValue(json, name, value);
            }
        }

        return hasCorrelation;
    }

    private static void WriteCorrelation(Utf8JsonWriter json, object? scope)
    {
        if (scope is IReadOnlyList<KeyValuePair<string, object?>> { Count: 1 } values && values[0].Key == "correlationId")
            WriteValue(json, values[0].Key, values[0].Value);
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
                // JSON has no number for it, and the writer would throw at whoever logs.
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
