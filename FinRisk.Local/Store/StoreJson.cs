using System.Text.Json.Serialization;
using FinRisk.Local.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>Writes the durable values into the store's blobs, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ValidationInput))]
[JsonSerializable(typeof(ValidationOutcome))]
[JsonSerializable(typeof(JournaledAttempt[]))]
[JsonSerializable(typeof(CircuitSnapshot))]
internal sealed partial class StoreJson : JsonSerializerContext;
