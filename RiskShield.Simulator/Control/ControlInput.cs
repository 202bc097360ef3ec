using System.Text.Json;

namespace RiskShield.Simulator.Control;

/// <summary>A JSON object in a control request, with its path, whose getters refuse what they cannot use.</summary>
internal readonly struct ControlInput
{
    private readonly JsonElement element;
    private readonly string path;

    /// <exception cref="ControlInputException">It is not an object, or it has a property that nobody reads.</exception>
    public ControlInput(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            throw new ControlInputException(path, "must be a JSON object");
        (this.element, this.path) = (element, path);

        // A misspelt field that is silently ignored makes a test pass for the wrong reason.
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new ControlInputException(
                    PathOf(property.Name), $"is unknown; known here: {string.Join(", ", known.ToArray())}");
        }
    }

    public string PathOf(string name) => path.Length is 0 || path is "body" ? name : $"{path}.{name}";

    public JsonElement? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Refuse(name, "must be a string"),
    };

    public double? Number(string name, double min, double max) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && number >= min && number <= max =>
            number,
        _ => throw Refuse(name, FormattableString.Invariant($"must be a number from {min} to {max}")),
    };

    public int? Integer(string name, int min, int max) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= min && number <= max =>
            number,
        _ => throw Refuse(name, $"must be an integer from {min} to {max}"),
    };

    public bool Flag(string name) => Find(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        _ => throw Refuse(name, "must be true or false"),
    };

    public IEnumerable<JsonElement> Items(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        _ => throw Refuse(name, "must be an array"),
    };

    public ControlInputException Refuse(string name, string message) => new(PathOf(name), message);
}
