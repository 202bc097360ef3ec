using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FinRisk.OpenApi;

/// <summary>
/// Writes a YAML document as JSON, by the core schema of YAML 1.2: what stands in quotes is text, what does not may be null, true,
/// false or a number.
/// </summary>
internal static class YamlToJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Convert(TextReader yaml)
    {
        var stream = new YamlStream();
        stream.Load(yaml);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
            Write(json, stream.Documents[0].RootNode);
        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                json.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    json.WritePropertyName(((YamlScalarNode)key).Value!);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Children)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain } plain:
                WritePlain(json, plain.Value ?? "");
                break;
            default:
                json.WriteStringValue(((YamlScalarNode)node).Value);
                break;
        }
    }

    private static void WritePlain(Utf8JsonWriter json, string text)
    {
        if (text is "" or "~" or "null")
            json.WriteNullValue();
        else if (text is "true" or "false")
            json.WriteBooleanValue(text is "true");
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            json.WriteNumberValue(whole);
        else if (text.Any(char.IsAsciiDigit) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(text);
    }
}
