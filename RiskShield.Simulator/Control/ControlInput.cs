using System.Text.Json;

namespace RiskShield.Simulator.Control;

/// <summary>
/// A JSON object in a control request. The getters throw <see cref="ControlInputException"/> if a value has the wrong type or is
/// out of range.
/// </summary>
internal readonly struct ControlInput
{
    private readonly JsonElement _element;
    private readonly string _path;

    /// <param name="element">The JSON value.</param>
    /// <param name="path">The value's path in the request, for error messages; <c>body</c> for the whole body.</param>
    /// <param name="known">The names of the properties that the object may have.</param>
    /// <exception cref="ControlInputException">The value is not an object, or has an unknown property.</exception>
    public ControlInput(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            throw new ControlInputException(path, "must be a JSON object");
        (_element, _path) = (element, path);

        // If a misspelt property were ignored, a test could pass for the wrong reason.
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new ControlInputException(
                    PathOf(property.Name), $"is unknown; known here: {string.Join(", ", known.ToArray())}");
        }
    }

    /// <summary>The path of a property in the request, for error messages.</summary>
    public string PathOf(string name) => _path.Length is 0 || _path is "body" ? name : $"{_path}.{name}";

    /// <summary>The value of a property; null if it is missing or JSON null.</summary>
    public JsonElement? Find(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>A string; null if it is missing.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw CreateError(name, "must be a string"),
    };

    /// <summary>A number within the limits, which are inclusive; null if it is missing.</summary>
    public double? Number(string name, double min, double max) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && number >= min && number <= max =>
            number,
        _ => throw CreateError(name, FormattableString.Invariant($"must be a number from {min} to {max}")),
    };

    /// <summary>A whole number within the limits, which are inclusive; null if it is missing.</summary>
    public int? Integer(string name, int min, int max) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= min && number <= max =>
            number,
        _ => throw CreateError(name, $"must be an integer from {min} to {max}"),
    };

    /// <summary>True or false; false if it is missing.</summary>
    public bool Flag(string name) => Find(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        _ => throw CreateError(name, "must be true or false"),
    };

    /// <summary>The items of an array, which is required.</summary>
    public IEnumerable<JsonElement> Items(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        _ => throw CreateError(name, "must be an array"),
    };

    public ControlInputException CreateError(string name, string message) => new(PathOf(name), message);
}
