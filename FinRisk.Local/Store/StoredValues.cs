using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>One finished vendor call of a validation that is still running: what a restart need not do again.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Result">How it ended.</param>
internal sealed record JournaledAttempt(int Attempt, AttemptResult Result);

/// <summary>A validation that an earlier process did not finish.</summary>
/// <param name="Input">What it was started with.</param>
/// <param name="Journal">The calls it had finished.</param>
internal sealed record UnfinishedValidation(ValidationInput Input, JournaledAttempt[] Journal);

/// <summary>A value of a row that cannot be read back, such as after a bad block or a hand in the file.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column of the value.</param>
/// <param name="Key">The row's primary key.</param>
internal sealed record DamagedValue(string Table, string Column, string Key);

/// <summary>What a start finds in the store.</summary>
/// <param name="Unfinished">Validations to take up, oldest first.</param>
/// <param name="Circuit">The circuit as last kept; closed where it cannot be read.</param>
/// <param name="Damaged">What could not be read.</param>
internal sealed record StoredState(
    IReadOnlyList<UnfinishedValidation> Unfinished, CircuitSnapshot Circuit, IReadOnlyList<DamagedValue> Damaged);

/// <summary>Writes the durable values into the store's blobs, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ValidationInput))]
[JsonSerializable(typeof(ValidationOutcome))]
[JsonSerializable(typeof(JournaledAttempt[]))]
[JsonSerializable(typeof(CircuitSnapshot))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    /// <summary>Reads a value; null where these bytes are none.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
