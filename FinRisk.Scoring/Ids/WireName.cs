using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinRisk.Scoring.Ids;

/// <summary>
/// The one spelling of an enumeration's values in responses, logs, metrics, spans, stored values and pages: kebab case, such as
/// <c>server-error</c> for <c>ServerError</c>, unless a <see cref="JsonStringEnumMemberNameAttribute"/> says otherwise.
/// </summary>
public static class WireName
{
    /// <summary>The name of a value.</summary>
    /// <exception cref="KeyNotFoundException">The enumeration has no such value.</exception>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>The value of a name, or of the name in the code, which earlier versions wrote; null for anything else.</summary>
    public static T? Parse<T>(string? name)
        where T : struct, Enum => name is not null && Names<T>.ByName.TryGetValue(name, out var value) ? value : null;

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().Distinct().ToFrozenDictionary(
            value => value,
            value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        public static readonly FrozenDictionary<string, T> ByName = ByValue
            .SelectMany(pair => new[] { pair.Value, pair.Key.ToString() }.Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(name => KeyValuePair.Create(name, pair.Key)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>Writes enumerations by their <see cref="WireName"/>; for the stored values of hosts.</summary>
public sealed class WireNameJson : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && WireName.Parse<T>(reader.GetString()) is { } value
                ? value
                : throw new JsonException($"The value is no {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(WireName.Of(value));
    }
}
