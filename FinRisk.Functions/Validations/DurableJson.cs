using System.Text.Json.Serialization;
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
