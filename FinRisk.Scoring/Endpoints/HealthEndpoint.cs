using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Endpoints;

/// <summary>The health endpoints (contract, section 7), the same in every host. Anonymous; no secrets, no versions.</summary>
public sealed class HealthEndpoint(IVendorKeySource keys, IStorageProbe storage, ICircuitView circuit)
{
    /// <summary>Whether the process serves; <c>GET /health</c> is the same.</summary>
    public const string LiveRoute = "/health/live";

    /// <summary>Whether it can do its work.</summary>
    public const string ReadyRoute = "/health/ready";

    /// <summary>200 while the process serves.</summary>
    public static IResult Live() => Answer(StatusCodes.Status200OK, new HealthBody("healthy", null));

    /// <summary>200 or 503. An open circuit is told, but makes nothing unready: the answer to it is ours to give.</summary>
    public async Task<IResult> ReadyAsync(HttpContext http)
    {
        var stopping = http.RequestAborted;
        var hasKey = await keys.GetAsync(reload: false, stopping) is not null;
        var hasStorage = await storage.IsUsableAsync(stopping);
        var state = hasStorage ? (await circuit.ReadAsync(stopping)).State.ToWire() : "unknown";
        var ready = hasKey && hasStorage;
        var checks = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["riskshieldKey"] = hasKey ? "ok" : "missing",
            ["storage"] = hasStorage ? "ok" : "unavailable",
            ["circuit"] = state,
        };
        return Answer(
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, new HealthBody(ready ? "ready" : "unready", checks));
    }

    private static JsonResponse<HealthBody> Answer(int status, HealthBody body) => new(status, body, ContractJson.Default.HealthBody);
}
