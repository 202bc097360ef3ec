using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.CircuitControl;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Operations;

/// <summary>The operators' page and what it shows.</summary>
public sealed class OpsFunctions(SummaryEndpoint summary, CircuitEndpoint circuit)
{
    /// <summary><c>GET /ops</c>: a page without figures, for a browser that has no key to send yet.</summary>
    [Function("OpsPage")]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops")] HttpRequest request) =>
        OperationsPage.WithKey;

    /// <summary><c>GET /ops/summary</c></summary>
    [Function("OpsSummary")]
    public async Task<IResult> SummaryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/summary")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        await summary.HandleAsync(request.HttpContext);

    /// <summary><c>POST /ops/circuit</c></summary>
    [Function("OpsCircuit")]
    public async Task<IResult> CircuitAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/circuit")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        await circuit.HandleAsync(request.HttpContext);
}
