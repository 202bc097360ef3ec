using FinRisk.Scoring.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Http;

/// <summary><c>GET /validations/{validationId}</c>.</summary>
public sealed class ValidationsFunction(ValidationsEndpoint endpoint)
{
    /// <summary>Tells where a validation stands.</summary>
    [Function("Validations")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "validations/{validationId}")] HttpRequest request,
        string validationId,
        [DurableClient] DurableTaskClient client) =>
        endpoint.HandleAsync(request.HttpContext, validationId);
}
