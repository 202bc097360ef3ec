using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Azure.Core.Serialization;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Functions.Validations;

/// <summary>
/// How the durable values are written into history, queues and entity state, by generated code. A contract with instances in
/// flight and with later versions: <c>FinRisk.Functions.Tests/Validations/Contracts</c> holds its approved form.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ValidationInput))]
[JsonSerializable(typeof(ValidationOutcome))]
[JsonSerializable(typeof(ValidationProgress))]
[JsonSerializable(typeof(VendorStep))]
[JsonSerializable(typeof(AttemptResult))]
[JsonSerializable(typeof(KnownScore))]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(CircuitSnapshot))]
[JsonSerializable(typeof(CircuitDecision))]
[JsonSerializable(typeof(CircuitEvent.Ask))]
[JsonSerializable(typeof(CircuitEvent.Report))]
[JsonSerializable(typeof(CircuitEvent.Force))]
internal sealed partial class DurableJson : JsonSerializerContext;

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
