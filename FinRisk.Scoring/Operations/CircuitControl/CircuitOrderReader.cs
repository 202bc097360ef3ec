using System.Text.Json;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>
/// Parses the body of <c>POST /ops/circuit</c>. Unknown properties are refused, because otherwise an order with a misspelt
/// property would be applied without it.
/// </summary>
internal static class CircuitOrderReader
{
    /// <summary>The longest time for which an order can hold the circuit open, in minutes: a day.</summary>
    public const int MaxMinutes = 24 * 60;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    /// <summary>Returns the order, or the errors by property; both are null if the body is not a JSON object.</summary>
    /// <param name="utf8">The request body.</param>
    /// <param name="providers">The names of the configured providers.</param>
    public static (CircuitOrder? Order, IReadOnlyDictionary<string, string[]>? Errors) Read(
        ReadOnlyMemory<byte> utf8, IReadOnlyList<string> providers)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, providers) : (null, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped half of a surrogate pair, which is valid JSON but not a valid string.
            return (null, null);
        }
    }

    private static (CircuitOrder?, IReadOnlyDictionary<string, string[]>?) Read(JsonElement body, IReadOnlyList<string> providers)
    {
        var errors = new FieldErrors();
        var state = ReadAction(body, errors);
        var minutes = ReadMinutes(body, state, errors);
        if (!AuditReason.TryRead(Text(body, "reason"), out var reason))
            errors.Add("reason", AuditReason.Rule);
        var provider = ReadProvider(body, providers, errors);
        if (body.EnumerateObject().Any(property => property.Name is not ("action" or "reason" or "minutes" or "provider")))
            errors.Add("body", "The only properties allowed are action, reason, minutes and provider.");

        return errors.Any ? (null, errors.ToDictionary()) : (new CircuitOrder(state!.Value, reason, minutes, provider), null);
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
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var minutes)
            && minutes is >= 1 and <= MaxMinutes && state != CircuitState.Closed)
            return minutes;
        errors.Add("minutes", $"The minutes must be a whole number from 1 to {MaxMinutes}, and belong to the action open.");
        return null;
    }

    private static string ReadProvider(JsonElement body, IReadOnlyList<string> providers, FieldErrors errors)
    {
        if (!body.TryGetProperty("provider", out _))
            return ProviderName.RiskShield;
        var name = Text(body, "provider");
        if (name is null || !providers.Contains(name))
            errors.Add("provider", $"The provider must be {string.Join(" or ", providers)}.");
        return name ?? "";
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>An operator's order to open or close a circuit.</summary>
/// <param name="State">The state to enter: open or closed.</param>
/// <param name="Reason">The operator's reason (<see cref="AuditReason"/>).</param>
/// <param name="Minutes">The minutes before the circuit admits a probe; null: it stays open until closed by hand.</param>
/// <param name="Provider">The name of the provider whose circuit is meant.</param>
internal sealed record CircuitOrder(CircuitState State, string Reason, int? Minutes, string Provider);
