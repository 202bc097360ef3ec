using System.Buffers;
using RiskShield.Simulator.Faults;
using RiskShield.Simulator.Journal;
using RiskShield.Simulator.Latency;

namespace RiskShield.Simulator.Scoring;

/// <summary>
/// The scoring endpoint of a vendor: checks the API key and the body, then responds with the planned fault or the score.
/// </summary>
internal sealed class ScoreEndpoint(
    IVendorContract contract, AcceptedKeys keys, FaultPlan faults, FaultPerformer performer, LatencyModel latency,
    BillingLedger ledger, CallJournal journal, CallStats stats, TimeProvider time)
{
    /// <summary>The maximum size of a body in bytes.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    public async Task HandleAsync(HttpContext http)
    {
        stats.Begin();
        try
        {
            await RespondAsync(http);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The caller closed the connection. The journal contains the call.
        }
        finally
        {
            stats.End();
        }
    }

    private async Task RespondAsync(HttpContext http)
    {
        var call = ReceivedCall.From(http.Request, contract, keys);
        var body = await ReadBodyAsync(http);
        call.HashBody(body);
        var applicant = http.Request.HasJsonContentType() && body.Length <= MaxBodyBytes
            ? ScoreRequest.Read(contract, body)
            : null;
        http.Request.BodyReader.AdvanceTo(body.End);

        if (!call.KeyValid || applicant is null)
        {
            var status = call.KeyValid ? StatusCodes.Status400BadRequest : StatusCodes.Status401Unauthorized;
            journal.Add(call, status, fault: null, billed: false);
            await JsonResponse.WriteAsync(http.Response, status, call.KeyValid ? contract.Malformed : contract.Unauthorized);
            return;
        }

        var step = ledger.HasStoredError(call.IdempotencyKey)
            ? FaultStep.FromName("stored-error")!
            : faults.Next(call.CorrelationId, call.IdempotencyKey, applicant.LastName);
        if (step.Kind is FaultKind.Stored)
            ledger.StoreError(call.IdempotencyKey);

        // A connection is stale only if it was used before; the first request on it is served.
        if (step.Kind is FaultKind.Stale && IsFirstOnConnection(http))
            step = FaultStep.Ok;
        var (score, billed) = step.IsScored ? ledger.Charge(call.IdempotencyKey, applicant) : (0, false);

        // Before the response, so that calls that hang are in the journal too.
        journal.Add(call, step.Status, step.Name, billed);

        if (latency.Sample() + step.Delay is { Ticks: > 0 } wait)
            await Task.Delay(wait, time, http.RequestAborted);
        if (step.Kind is FaultKind.None)
            await JsonResponse.WriteAsync(http.Response, StatusCodes.Status200OK, contract.BodyFor(score, applicant));
        else
            await performer.PerformAsync(step, http, score, applicant);
    }

    /// <summary>
    /// True for the first request on its connection. Kestrel's trace identifiers end with the request's number on the connection.
    /// </summary>
    private static bool IsFirstOnConnection(HttpContext http) =>
        http.TraceIdentifier.EndsWith(":00000001", StringComparison.Ordinal);

    /// <summary>
    /// Reads the whole body, or more than <see cref="MaxBodyBytes"/> of it; the caller must advance the reader.
    /// </summary>
    private static async Task<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length > MaxBodyBytes)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
