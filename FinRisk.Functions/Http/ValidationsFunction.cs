using FinRisk.Functions.Durable;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Http;

/// <summary><c>GET /validations/{validationId}</c>.</summary>
public sealed class ValidationsFunction(ValidationsEndpoint endpoint, DurableClients clients)
{
    /// <summary>Tells where a validation stands.</summary>
    [Function("Validations")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "validations/{validationId}")] HttpRequest request,
        string validationId,
        [DurableClient] DurableTaskClient client)
    {
        clients.Learn(client);
        return await endpoint.HandleAsync(request.HttpContext, validationId);
    }
}
