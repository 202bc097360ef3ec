using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>The control side of a simulated vendor.</summary>
/// <param name="simulator">The simulator's address.</param>
/// <param name="prefix">Nothing for RiskShield, <see cref="Backup"/> for its backup.</param>
internal sealed class VendorClient(Uri simulator, string prefix = "")
{
    /// <summary>The prefix of the backup's control paths.</summary>
    public const string Backup = "/backup";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Plans what happens to the next calls that carry a correlation id with this prefix; other calls are not disturbed.
    /// </summary>
    /// <param name="correlationIdPrefix">Whose calls.</param>
    /// <param name="script">The steps, see <see cref="FaultScript"/>.</param>
    /// <param name="forever">The script starts again when it has ended.</param>
    public Task PlanAsync(string correlationIdPrefix, string script, bool forever = false) => PlanAsync(new JsonObject
    {
        ["match"] = new JsonObject { ["correlationIdPrefix"] = correlationIdPrefix },
        ["sequence"] = FaultScript.Parse(script),
        ["forever"] = forever,
    });

    /// <summary>Adds one rule as the simulator defines it.</summary>
    public Task PlanAsync(JsonObject rule) => CommandAsync(HttpMethod.Post, "/control/faults", rule);

    public Task SetLatencyAsync(JsonObject latency) => CommandAsync(HttpMethod.Put, "/control/latency", latency);

    /// <summary>The vendor accepts only these keys from now on.</summary>
    public Task AcceptKeysAsync(params string[] keys) =>
        CommandAsync(HttpMethod.Put, "/control/keys", new JsonObject { ["keys"] = new JsonArray([.. keys]) });

    /// <summary>No faults, no latency, the first keys, an empty journal.</summary>
    public Task ResetAsync() => CommandAsync(HttpMethod.Delete, "/control", body: null);

    public async Task<VendorStats> StatsAsync() =>
        JsonSerializer.Deserialize<VendorStats>((await SendAsync(HttpMethod.Get, "/control/stats", null)).Is(200).Text, Web)!;

    /// <summary>The calls of one correlation id, oldest first.</summary>
    public Task<VendorCall[]> CallsAsync(string correlationId) =>
        ReadAsync($"correlationId={Uri.EscapeDataString(correlationId)}");

    /// <summary>The calls of all correlation ids that begin alike, oldest first.</summary>
    public Task<VendorCall[]> CallsOfPrefixAsync(string prefix) =>
        ReadAsync($"correlationIdPrefix={Uri.EscapeDataString(prefix)}");

    /// <summary>The calls made for one validation, oldest first.</summary>
    public Task<VendorCall[]> CallsOfValidationAsync(string validationId) =>
        ReadAsync($"idempotencyKey={Uri.EscapeDataString(validationId)}");

    /// <summary>How often this vendor billed one validation, under whichever of its idempotency keys.</summary>
    public async Task<int> CountBillsAsync(string validationId) =>
        (await ReadAsync($"idempotencyKeyPrefix={Uri.EscapeDataString(validationId)}")).Count(call => call.Billed);

    /// <summary>Waits until so many calls have come in.</summary>
    public Task<VendorCall[]> WaitForCallsAsync(string correlationId, int count) => Eventually.GetAsync(
        async () => await CallsAsync(correlationId) is { } calls && calls.Length >= count ? calls : null,
        $"{count} vendor calls for one correlation id");

    private async Task<VendorCall[]> ReadAsync(string query) =>
        JsonSerializer.Deserialize<VendorJournal>(
            (await SendAsync(HttpMethod.Get, $"/control/journal?{query}", null)).Is(200).Text, Web)!.Entries;

    private async Task CommandAsync(HttpMethod method, string path, JsonObject? body) =>
        (await SendAsync(method, path, body)).Is(204);

    private async Task<Answer> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(simulator, prefix + path));
        request.Content = body is null ? null : JsonContent.Create(body);
        return await Wire.SendAsync(request);
    }
}

/// <summary>A call that the vendor received.</summary>
internal sealed record VendorCall(
    long Sequence, DateTimeOffset Time, string? CorrelationId, string? IdempotencyKey, string? TraceParent,
    bool KeyValid, int? Status, string? Fault, bool Billed);

/// <summary>A page of the simulator's journal.</summary>
internal sealed record VendorJournal(long Next, VendorCall[] Entries);

/// <summary>The vendor's counts since its last reset.</summary>
internal sealed record VendorStats(long Calls, long Billed, int InFlight, int MaxInFlight);
