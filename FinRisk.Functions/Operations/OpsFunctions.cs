using FinRisk.Functions.Validations;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Operations;

/// <summary>The operators' page and what it shows.</summary>
public sealed class OpsFunctions(SummaryEndpoint summary, DurableClients clients)
{
    /// <summary><c>GET /ops</c>: a page without figures, for a browser that has no key to send yet.</summary>
    [Function("OpsPage")]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops")] HttpRequest request) => OperationsPage.WithKey;

    /// <summary><c>GET /ops/summary</c></summary>
    [Function("OpsSummary")]
    public async Task<IResult> SummaryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "ops/summary")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        clients.Learn(client);
        return OperatorsOnly.Refuse(request.HttpContext) ?? await summary.HandleAsync(request.HttpContext);
    }
}
