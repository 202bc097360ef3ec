using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Endpoints;

/// <summary>
/// The health endpoints (contract, section 7), the same in every host. Anonymous, so the responses contain no
/// secrets and no versions.
/// </summary>
public sealed class HealthEndpoint(
    VendorKeys keys, IStorageProbe storage, ICircuitView circuits, ConfiguredProviders providers)
{
    /// <summary>The route of the liveness check; <c>GET /health</c> is the same.</summary>
    public const string LiveRoute = "/health/live";

    /// <summary>The route of the readiness check.</summary>
    public const string ReadyRoute = "/health/ready";

    /// <summary>Liveness: answers 200 whenever the process handles requests.</summary>
    public static IResult Live() => Respond(StatusCodes.Status200OK, new HealthResponse("healthy", Checks: null));

    /// <summary>
    /// Readiness: answers 200, or 503 if the vendor key is missing or storage is unavailable. An open circuit is reported but
    /// does not make the host unready, because the host still answers requests then. Neither does a backup without a key,
    /// because RiskShield answers without the backup.
    /// </summary>
    public async Task<IResult> ReadyAsync(HttpContext http)
    {
        var stopping = http.RequestAborted;
        var hasKey = await HasKeyAsync(keys.RiskShield, stopping);
        var hasStorage = await storage.IsUsableAsync(stopping);
        var ready = hasKey && hasStorage;
        var checks = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["riskshieldKey"] = DescribeKey(hasKey),
            ["storage"] = hasStorage ? "ok" : "unavailable",
            ["circuit"] = await ReadCircuitAsync(ProviderName.RiskShield, hasStorage, stopping),
        };
        if (keys.Backup is { } backupKey)
            checks["backupKey"] = DescribeKey(await HasKeyAsync(backupKey, stopping));
        if (providers.Backup is { } backup)
            checks["backupCircuit"] = await ReadCircuitAsync(backup, hasStorage, stopping);
        return Respond(
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new HealthResponse(ready ? "ready" : "unready", checks));
    }

    private static async ValueTask<bool> HasKeyAsync(IVendorKeySource source, CancellationToken stopping) =>
        await source.GetAsync(reload: false, stopping) is not null;

    private static string DescribeKey(bool hasKey) => hasKey ? "ok" : "missing";

    /// <summary>
    /// The state of a provider's circuit; <c>unknown</c> without storage, from which a host may read the circuit.
    /// </summary>
    private async Task<string> ReadCircuitAsync(string provider, bool hasStorage, CancellationToken stopping) =>
        hasStorage ? (await circuits.ReadAsync(provider, stopping)).State.ToWire() : "unknown";

    private static JsonResponse<HealthResponse> Respond(int status, HealthResponse body) =>
        new(status, body, ContractJson.Default.HealthResponse);
}
