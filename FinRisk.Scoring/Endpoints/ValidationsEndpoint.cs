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

    private const string NotFound = "There is no such validation, or it has been purged, or it was started by another caller.";

    /// <summary>
    /// Handles a request. The response does not reveal whether an id does not exist or belongs to another caller.
    /// </summary>
    public async Task<IResult> HandleAsync(HttpContext http, string? validationId)
    {
        var caller = http.GetCaller();
        if (ValidationId.TryParse(validationId, out var id))
            LogScope.SetValidationId(http, id.Value);
        if (id.Value is not null && await host.FindAsync(id, http.RequestAborted) is { } record)
        {
            if (record.Caller == caller.Name)
                return OutcomeMapper.ToStatus(http, record, clock.GetUtcNow());
            if (caller.IsOperator)
            {
                var read = AuditRecords.OperatorRead(
                    AuditActions.ValidationRead, caller, http.GetCorrelationId(), clock.GetUtcNow(), record.Id.Value);
                await audit.AppendAsync(read, http.RequestAborted);
                return OutcomeMapper.ToStatus(http, record, clock.GetUtcNow());
            }
        }

        return Problems.Create(http, ProblemKind.NotFound, NotFound);
    }
}
