using System.Text.Json;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>
/// Reads the body of <c>POST /ops/circuit</c>. Strict: what is not understood is refused, because it would be acted on half.
/// </summary>
internal static class CircuitOrderReader
{
    /// <summary>The longest time that the circuit can be held open for, in minutes.</summary>
    public const int MaxMinutes = 24 * 60;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    /// <summary>The order, or what is wrong with it by field; both null where the body is no JSON object.</summary>
    public static (CircuitOrder? Order, IReadOnlyDictionary<string, string[]>? Errors) Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : (null, null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair, which JSON can escape and no string can hold.
            return (null, null);
        }
    }

    private static (CircuitOrder?, IReadOnlyDictionary<string, string[]>?) Read(JsonElement body)
    {
        var errors = new FieldErrors();
        var state = ReadAction(body, errors);
        var minutes = ReadMinutes(body, state, errors);
        if (!AuditReason.TryRead(Text(body, "reason"), out var reason))
            errors.Add("reason", AuditReason.Rule);
        if (body.EnumerateObject().Any(property => property.Name is not ("action" or "reason" or "minutes")))
            errors.Add("body", "Only action, reason and minutes are understood.");

        return errors.Any ? (null, errors.ToDictionary()) : (new CircuitOrder(state!.Value, reason, minutes), null);
    }

    private static CircuitState? ReadAction(JsonElement body, FieldErrors errors)
    {
        CircuitState? state = Text(body, "action") switch
        {
            "open" => CircuitState.Open,
            "close" => CircuitState.Closed,
            _ => null,
        };
        if (state is null)
            errors.Add("action", "The action must be open or close.");
        return state;
    }

    private static int? ReadMinutes(JsonElement body, CircuitState? state, FieldErrors errors)
    {
        if (!body.TryGetProperty("minutes", out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var minutes) && minutes is >= 1 and <= MaxMinutes && state != CircuitState.Closed)
            return minutes;
        errors.Add("minutes", $"The minutes must be a whole number from 1 to {MaxMinutes}, and belong to the action open.");
        return null;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What an operator asks of the circuit.</summary>
/// <param name="State">Open or closed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Minutes">For how long it is held open; null: until it is closed by hand.</param>
internal sealed record CircuitOrder(CircuitState State, string Reason, int? Minutes);
