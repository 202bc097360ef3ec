using System.Security.Cryptography;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary>
/// <c>POST /ops/circuit</c> (docs/contract.md, section 14): an operator opens or closes a provider's circuit by hand.
/// </summary>
public sealed class CircuitEndpoint(
    ICircuitControl control, IAuditLog audit, CircuitSettings settings, ConfiguredProviders providers, TimeProvider clock)
{
    /// <summary>The route of the endpoint.</summary>
    public const string Route = "/ops/circuit";

    /// <summary>
    /// Handles one request: 200 with the circuit, 202 if the circuit has not confirmed the order yet, or a problem.
    /// </summary>
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        var (order, refusal) = await OperatorRequest.ReadAsync(
            http, "the order", "one flat JSON object", utf8 => CircuitOrderReader.Read(utf8, providers.All));
        return order is null ? refusal! : await ApplyAsync(http, order);
    }

    /// <summary>
    /// Writes the audit record and then applies the order, so that an order without a record is never applied. Neither is
    /// cancelled if the operator disconnects.
    /// </summary>
    private async Task<IResult> ApplyAsync(HttpContext http, CircuitOrder order)
    {
        var (by, correlationId) = (http.GetCaller(), http.GetCorrelationId());
        var action = order.State == CircuitState.Open ? AuditActions.CircuitOpened : AuditActions.CircuitClosed;
        await audit.AppendAsync(
            AuditRecords.OperatorAction(action, by, correlationId, order.Reason, clock.GetUtcNow()), CancellationToken.None);

        // The reference must be unique, because a repeated one is ignored. A script may send the same correlation id each time.
        var reference = $"{correlationId}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var force = new CircuitEvent.Force(reference, order.State, by.Name, order.Reason, order.Minutes);
        return await control.ForceAsync(order.Provider, force, CancellationToken.None) is { } circuit
            ? new JsonResponse<CircuitResponse>(
                StatusCodes.Status200OK,
                CircuitResponses.FromSnapshot(order.Provider, circuit, settings, clock.GetUtcNow()),
                CircuitJson.Default.CircuitResponse,
                headers: JsonResponse.NoSniff)
            : new JsonResponse<PendingResponse>(
                StatusCodes.Status202Accepted, new PendingResponse(
                    "pending", reference), CircuitJson.Default.PendingResponse, headers: JsonResponse.NoSniff);
    }
}
