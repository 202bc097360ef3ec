using FinRisk.Scoring.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Http;

/// <summary><c>POST /validate</c>.</summary>
public sealed class ValidateFunction(ValidateEndpoint endpoint)
{
    /// <summary>Starts a validation, or finds the one that is meant, and answers.</summary>
    [Function("Validate")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "validate")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        endpoint.HandleAsync(request.HttpContext);
}
