using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Endpoints;

/// <summary><c>GET /validations/{validationId}</c> (contract, section 2), the same in every host.</summary>
public sealed class ValidationsEndpoint(IValidationHost host, IAuditLog audit, TimeProvider clock)
{
    /// <summary>The route, with the parameter <c>validationId</c>.</summary>
    public const string Route = "/validations/{validationId}";

    /// <summary>Answers one request. Whether an id does not exist or is another caller's makes no difference to see.</summary>
    public async Task<IResult> HandleAsync(HttpContext http, string? validationId)
    {
        var caller = http.GetCaller();
        if (ValidationId.TryParse(validationId, out var id))
            LogScope.Name(http, id.Value);
        if (id.Value is not null && await host.FindAsync(id, http.RequestAborted) is { } record)
        {
            if (record.Caller == caller.Name)
                return OutcomeMapper.ToStatus(http, record);
            if (caller.IsOperator)
            {
                await audit.AppendAsync(
                    AuditRecords.Read(AuditActs.ValidationRead, caller, http.GetCorrelationId(), clock.GetUtcNow(), record.Id.Value),
                    http.RequestAborted);
                return OutcomeMapper.ToStatus(http, record);
            }
        }

        return Problems.Create(http, ProblemKind.NotFound, "There is no such validation, or it has been purged, or it was started by another caller.");
    }
}
