using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RiskShield.Simulator.Faults;
using RiskShield.Simulator.Journal;
using RiskShield.Simulator.Latency;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator.Control;

/// <summary>
/// The control API of a simulated vendor, for tests: plan faults, set the latency and the API keys, read the journal, reset.
/// </summary>
internal sealed class ControlEndpoints(
    FaultPlan faults, LatencyModel latency, AcceptedKeys keys, CallJournal journal, CallStats stats, BillingLedger ledger)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/control/faults", http => WriteAsync(http, ViewFaults(), SimulatorJson.Default.FaultsView));
        app.MapPut("/control/faults", http => ApplyAsync(http, body => faults.Replace(FaultRuleReader.Read(body))));
        app.MapPost("/control/faults", http => ApplyAsync(http, body => faults.Add(FaultRuleReader.Read(body))));
        app.MapPut("/control/latency", http => ApplyAsync(http, body => LatencyReader.Apply(body, latency)));
        app.MapPut("/control/keys", http => ApplyAsync(http, body => keys.Replace(ReadKeys(body))));
        app.MapGet("/control/journal", JournalAsync);
        app.MapGet("/control/stats", http => WriteAsync(http, ViewStats(), SimulatorJson.Default.StatsView));
        app.MapDelete("/control", Reset);
    }

    private FaultsView ViewFaults() => new(faults.Remaining());

    private StatsView ViewStats() => new(stats.Calls, ledger.Billed, stats.InFlight, stats.MaxInFlight);

    private Task Reset(HttpContext http)
    {
        faults.Replace([]);
        latency.SetNone();
        keys.Reset();
        journal.Reset();
        stats.Reset();
        ledger.Reset();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task JournalAsync(HttpContext http)
    {
        var parameters = http.Request.Query;
        var since = 0L;
        if (parameters.TryGetValue("since", out var text) && !long.TryParse(text, out since))
            return RefuseAsync(http, "since", "must be a sequence number, as in next of an earlier response");

        var query = new JournalQuery(
            parameters["correlationId"], parameters["correlationIdPrefix"],
            parameters["idempotencyKey"], parameters["idempotencyKeyPrefix"]);
        var page = JournalPage.FromRead(journal.Read(query, since), withBodySha256: parameters["bodySha256"] == "true");
        return WriteAsync(http, page, SimulatorJson.Default.JournalPage);
    }

    private static string[] ReadKeys(JsonElement body)
    {
        var input = new ControlInput(body, "body", "keys");
        return [.. input.Items("keys").Select((key, index) => key.ValueKind is JsonValueKind.String
            ? key.GetString()!
            : throw new ControlInputException($"keys[{index}]", "must be a string"))];
    }

    /// <summary>Applies the JSON body and responds with 204, or with 400 if the body is invalid.</summary>
    private static async Task ApplyAsync(HttpContext http, Action<JsonElement> apply)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            apply(body.RootElement);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException exception)
        {
            await RefuseAsync(http, "body", $"is not JSON: {exception.Message}");
        }
        catch (ControlInputException exception)
        {
            await RefuseAsync(http, exception.Field, exception.Message);
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
