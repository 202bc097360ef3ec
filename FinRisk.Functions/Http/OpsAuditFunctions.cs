using FinRisk.Scoring.Operations.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Http;

/// <summary>
/// <c>GET /ops/audit</c>. The host demands a function key, and the endpoint demands that the caller is an operator. The
/// authorization level is not Admin, because that level demands the host's master key, which gives full access to the app and
/// does not identify its holder.
/// </summary>
public sealed class OpsAuditFunctions(AuditEndpoint endpoint)
{
    /// <summary>Exports the records of one day.</summary>
    [Function("OpsAudit")]
    public Task<IResult> DayAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/audit")] HttpRequest request) =>
        endpoint.DayAsync(request.HttpContext);

    /// <summary>Exports the records of one validation.</summary>
    [Function("OpsAuditValidation")]
    public Task<IResult> ValidationAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/audit/{validationId}")] HttpRequest request,
        string validationId) =>
        endpoint.ValidationAsync(request.HttpContext, validationId);
}
