using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RiskShield.Simulator.Faults;
using RiskShield.Simulator.Journal;
using RiskShield.Simulator.Latency;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator.Control;

/// <summary>What a tester may do to the vendor: plan faults, set latency and keys, read the journal, start afresh.</summary>
internal sealed class ControlEndpoints(
    FaultPlan faults, LatencyModel latency, AcceptedKeys keys, CallJournal journal, CallStats stats, BillingLedger ledger)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/control/faults", http => WriteAsync(http, View(), SimulatorJson.Default.FaultsView));
        app.MapPut("/control/faults", http => ReadAsync(http, body => faults.Replace(FaultRuleReader.Read(body))));
        app.MapPost("/control/faults", http => ReadAsync(http, body => faults.Add(FaultRuleReader.Read(body))));
        app.MapPut("/control/latency", http => ReadAsync(http, body => LatencyReader.Apply(body, latency)));
        app.MapPut("/control/keys", http => ReadAsync(http, body => keys.Replace(ReadKeys(body))));
        app.MapGet("/control/journal", JournalAsync);
        app.MapGet("/control/stats", http => WriteAsync(http, Stats(), SimulatorJson.Default.StatsView));
        app.MapDelete("/control", Reset);
    }

    private FaultsView View() => new(faults.Remaining());

    private StatsView Stats() => new(stats.Calls, ledger.Billed, stats.InFlight, stats.MaxInFlight);

    private Task Reset(HttpContext http)
    {
        faults.Replace([]);
        latency.None();
        keys.Reset();
        journal.Reset();
        stats.Reset();
        ledger.Reset();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task JournalAsync(HttpContext http)
    {
        var asked = http.Request.Query;
        var since = 0L;
        if (asked.TryGetValue("since", out var text) && !long.TryParse(text, out since))
            return RefuseAsync(http, "since", "must be a sequence number, as in next of an earlier answer");

        var query = new JournalQuery(asked["correlationId"], asked["correlationIdPrefix"], asked["idempotencyKey"], since);
        var page = JournalPage.Of(journal.Read(query), withBodySha256: asked["bodySha256"] == "true");
        return WriteAsync(http, page, SimulatorJson.Default.JournalPage);
    }

    private static string[] ReadKeys(JsonElement body)
    {
        var input = new ControlInput(body, "body", "keys");
        return [.. input.Items("keys").Select((key, index) => key.ValueKind is JsonValueKind.String
            ? key.GetString()!
            : throw new ControlInputException($"keys[{index}]", "must be a string"))];
    }

    private static async Task ReadAsync(HttpContext http, Action<JsonElement> apply)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            apply(body.RootElement);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException malformed)
        {
            await RefuseAsync(http, "body", $"is not JSON: {malformed.Message}");
        }
        catch (ControlInputException wrong)
        {
            await RefuseAsync(http, wrong.Field, wrong.Message);
        }
    }

    private static Task RefuseAsync(HttpContext http, string field, string message)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteAsync(http, new ControlError(field, $"{field} {message}"), SimulatorJson.Default.ControlError);
    }

    private static Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.BodyWriter, value, type, http.RequestAborted);
    }
}
