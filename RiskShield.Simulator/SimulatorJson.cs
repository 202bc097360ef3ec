using System.Text.Json.Serialization;
using RiskShield.Simulator.Control;
using RiskShield.Simulator.Faults;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator;

/// <summary>Serializes the simulator's requests and responses with source-generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(CreditScoreRequest))]
[JsonSerializable(typeof(VendorError))]
[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(JournalPage))]
[JsonSerializable(typeof(StatsView))]
[JsonSerializable(typeof(FaultsView))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
