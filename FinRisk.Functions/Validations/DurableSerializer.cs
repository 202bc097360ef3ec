using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Core.Serialization;

namespace FinRisk.Functions.Validations;

/// <summary>The worker's serializer: our durable values by generated code, what the worker itself needs by reflection.</summary>
internal static class DurableSerializer
{
    /// <summary>How it reads and writes.</summary>
    public static JsonSerializerOptions Options { get; } = new(DurableJson.Default.Options)
    {
        PropertyNameCaseInsensitive = true,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(DurableJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>The form in which the worker takes it.</summary>
    public static ObjectSerializer Create() => new JsonObjectSerializer(Options);
}
