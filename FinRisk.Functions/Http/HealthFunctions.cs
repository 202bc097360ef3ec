using FinRisk.Scoring.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Http;

/// <summary>
/// The health endpoints. Anonymous. The client parameter has no use of its own: the binding makes the client of the Durable
/// extension available to the endpoint.
/// </summary>
public sealed class HealthFunctions(HealthEndpoint endpoint)
{
    /// <summary><c>GET /health</c></summary>
    [Function("Health")]
    public static IResult Health(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        HealthEndpoint.Live();

    /// <summary><c>GET /health/live</c></summary>
    [Function("HealthLive")]
    public static IResult Live(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        HealthEndpoint.Live();

    /// <summary><c>GET /health/ready</c></summary>
    [Function("HealthReady")]
    public Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        endpoint.ReadyAsync(request.HttpContext);
}
