using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Store;

/// <summary>A finished attempt of a running validation, which is not repeated after a restart.</summary>
/// <param name="Attempt">The number of the attempt at its provider, from 1.</param>
/// <param name="Result">The attempt's result.</param>
/// <param name="Provider">The provider that was called.</param>
internal sealed record JournaledAttempt(int Attempt, AttemptResult Result, string Provider = ProviderName.RiskShield);

/// <summary>A validation that an earlier process did not finish.</summary>
/// <param name="Input">The validation's input.</param>
/// <param name="Journal">The attempts that it had finished.</param>
internal sealed record UnfinishedValidation(ValidationInput Input, JournaledAttempt[] Journal);

/// <summary>A stored value that cannot be read, for example after a disk error or a manual change of the file.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column of the value.</param>
/// <param name="Key">The row's primary key.</param>
internal sealed record DamagedValue(string Table, string Column, string Key);

/// <summary>The state that a process finds in the store when it starts.</summary>
/// <param name="Unfinished">The validations to resume, oldest first.</param>
/// <param name="Circuits">The stored circuits by provider, without those that cannot be read.</param>
/// <param name="Damaged">The values that cannot be read.</param>
internal sealed record StoredState(
    IReadOnlyList<UnfinishedValidation> Unfinished,
    IReadOnlyDictionary<string, CircuitSnapshot> Circuits,
    IReadOnlyList<DamagedValue> Damaged);

/// <summary>Serializes the values in the store's BLOB columns, with source-generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(WireNameJson)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ValidationInput))]
[JsonSerializable(typeof(ValidationOutcome))]
[JsonSerializable(typeof(JournaledAttempt[]))]
[JsonSerializable(typeof(CircuitSnapshot))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    /// <summary>Deserializes a value; null if the bytes are not valid JSON for the type.</summary>
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
