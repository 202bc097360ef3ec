using System.Security.Cryptography;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.CircuitControl;

/// <summary><c>POST /ops/circuit</c> (contract, section 14): an operator opens or closes the circuit by hand.</summary>
public sealed class CircuitEndpoint(ICircuitControl control, IAuditLog audit, CircuitSettings settings, TimeProvider clock)
{
    /// <summary>The route.</summary>
    public const string Route = "/ops/circuit";

    /// <summary>Answers one request.</summary>
    public async Task<IResult> HandleAsync(HttpContext http)
    {
        if (!OperatorsOnly.TryAuthorize(http, out var stranger) || !SameOrigin.TryAuthorize(http, out stranger))
            return stranger;
        if (!BodyReader.TryAcceptContent(http, "the order", out var unreadable))
            return unreadable;

        var (order, refusal) = await ReadOrderAsync(http);
        return order is null ? refusal! : await ActAsync(http, order);
    }

    private static async Task<(CircuitOrder? Order, IResult? Refusal)> ReadOrderAsync(HttpContext http)
    {
        var buffer = new byte[ApplicantReader.MaxBytes + 1];
        if (await BodyReader.ReadAsync(http.Request, buffer, http.RequestAborted) is not { } length)
            return (null, Problems.Create(http, ProblemKind.PayloadTooLarge, $"The body may have at most {ApplicantReader.MaxBytes} bytes."));

        var (order, errors) = CircuitOrderReader.Read(buffer.AsMemory(0, length));
        return (order, errors) switch
        {
            (not null, _) => (order, null),
            (_, not null) => (null, Problems.Create(
                http, ProblemKind.ValidationFailed, $"Correct {string.Join(", ", errors.Keys)} and send the request again.", errors)),
            _ => (null, Problems.Create(http, ProblemKind.InvalidJson, "The body must be one flat JSON object without duplicate properties.")),
        };
    }

    /// <summary>
    /// Written down first: what cannot be audited is not done. Once begun it is seen through, even if the operator hangs up.
    /// </summary>
    private async Task<IResult> ActAsync(HttpContext http, CircuitOrder order)
    {
        var (by, correlationId) = (http.GetCaller(), http.GetCorrelationId());
        var act = order.State == CircuitState.Open ? AuditActs.CircuitOpened : AuditActs.CircuitClosed;
        await audit.AppendAsync(
            AuditRecords.ByHand(act, by, correlationId, order.Reason, clock.GetUtcNow()), CancellationToken.None);

        // Not the correlation id alone: a script may send the same one with every order, and a repeated reference is ignored.
        var reference = $"{correlationId}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var force = new CircuitEvent.Force(reference, order.State, by.Name, order.Reason, order.Minutes);
        return await control.ForceAsync(force, CancellationToken.None) is { } circuit
            ? new JsonResponse<CircuitBody>(
                StatusCodes.Status200OK,
                CircuitBodies.FromSnapshot(circuit, settings, clock.GetUtcNow()),
                CircuitJson.Default.CircuitBody,
                headers: JsonResponse.NoSniff)
            : new JsonResponse<PendingBody>(
                StatusCodes.Status202Accepted, new PendingBody(
                    "pending", reference), CircuitJson.Default.PendingBody, headers: JsonResponse.NoSniff);
    }
}
