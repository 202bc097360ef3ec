using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FinRisk.Local.Telemetry;

/// <summary>
/// Writes each log event as one line of JSON: time, level, the event's stable name, and its values as members of their own, so
/// that an operator filters by <c>event</c> and <c>correlationId</c> instead of parsing sentences. (The console's own JSON
/// formatter has no event names.)
/// </summary>
internal sealed class JsonLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "json-lines";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var json = _json ??= new Utf8JsonWriter(buffer, Options);
        buffer.ResetWrittenCount();
        json.Reset();

        json.WriteStartObject();
        json.WriteString("time", clock.GetUtcNow().UtcDateTime);
        json.WriteString("level", logEntry.LogLevel.ToString());
        json.WriteString("event", logEntry.EventId.Name ?? logEntry.Category);
        var named = WriteValues(json, logEntry.State);
        scopeProvider?.ForEachScope(static (scope, writer) => WriteScope(writer.Json, scope, writer.HasCorrelation), (Json: json, HasCorrelation: named));
        if (logEntry.EventId.Name is null)
            json.WriteString("message", logEntry.Formatter(logEntry.State, null));
        if (logEntry.Exception is { } fault)
        {
            json.WriteString("exception", fault.GetType().FullName);
            json.WriteString("stack", fault.StackTrace);
        }

        json.WriteEndObject();
        json.Flush();
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
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

    private static void WriteScope(Utf8JsonWriter json, object? scope, bool hasCorrelation)
    {
        if (!hasCorrelation && scope is IReadOnlyList<KeyValuePair<string, object?>> { Count: 1 } values && values[0].Key == "correlationId")
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
            case double number:
                json.WriteNumber(name, Math.Round(number, 3));
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case DateTimeOffset time:
                json.WriteString(name, time.UtcDateTime);
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
