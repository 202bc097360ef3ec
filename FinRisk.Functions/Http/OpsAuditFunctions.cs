using FinRisk.Scoring.Operations.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FinRisk.Functions.Http;

/// <summary>
/// <c>GET /ops/audit</c>. A function key opens the door; the endpoint then asks for an operator. The level is not Admin: its key
/// is the host's master key, which can do anything, and whose holder has no name.
/// </summary>
public sealed class OpsAuditFunctions(AuditEndpoint endpoint)
{
    /// <summary>Exports a day.</summary>
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
