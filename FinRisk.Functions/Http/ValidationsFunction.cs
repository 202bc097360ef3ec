using FinRisk.Scoring.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Http;

/// <summary><c>GET /validations/{validationId}</c>.</summary>
public sealed class ValidationsFunction(ValidationsEndpoint endpoint)
{
    /// <summary>
    /// Returns the state of a validation: see <see cref="ValidationsEndpoint"/>. The client parameter has no use of its own:
    /// the binding makes the client of the Durable extension available to the endpoint.
    /// </summary>
    [Function("Validations")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "validations/{validationId}")] HttpRequest request,
        string validationId,
        [DurableClient] DurableTaskClient client) =>
        endpoint.HandleAsync(request.HttpContext, validationId);
}
