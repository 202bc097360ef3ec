using FinRisk.Scoring.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Http;

/// <summary><c>POST /validate</c>.</summary>
public sealed class ValidateFunction(ValidateEndpoint endpoint)
{
    /// <summary>
    /// Validates an applicant: see <see cref="ValidateEndpoint"/>. The client parameter has no use of its own: the
    /// binding makes the client of the Durable extension available to the endpoint.
    /// </summary>
    [Function("Validate")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "validate")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        endpoint.HandleAsync(request.HttpContext);
}
