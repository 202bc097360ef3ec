using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Azure.Core.Serialization;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Functions.Validations;

/// <summary>
/// Source-generated serialization of the values that Durable stores in history, queues and entity state. The JSON is a contract
/// with running instances and with later versions; <c>FinRisk.Functions.Tests/Validations/Contracts</c> contains its approved
/// form.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(WireNameJson)],
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ValidationInput))]
[JsonSerializable(typeof(ValidationOutcome))]
[JsonSerializable(typeof(ValidationProgress))]
[JsonSerializable(typeof(VendorStep))]
[JsonSerializable(typeof(AttemptResult))]
[JsonSerializable(typeof(StoredScore))]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(CircuitSnapshot))]
[JsonSerializable(typeof(CircuitDecision))]
[JsonSerializable(typeof(CircuitEvent.Ask))]
[JsonSerializable(typeof(CircuitEvent.Report))]
[JsonSerializable(typeof(CircuitEvent.Force))]
internal sealed partial class DurableJson : JsonSerializerContext;

/// <summary>
/// The worker's serializer. It uses generated code for the types of <see cref="DurableJson"/> and reflection for all others.
/// </summary>
internal static class DurableSerializer
{
    /// <summary>The serializer options.</summary>
    public static JsonSerializerOptions Options { get; } = new(DurableJson.Default.Options)
    {
        PropertyNameCaseInsensitive = true,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(DurableJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>Creates the serializer for the worker options.</summary>
    public static ObjectSerializer Create() => new JsonObjectSerializer(Options);
}
