using System.Buffers;
using RiskShield.Simulator.Faults;
using RiskShield.Simulator.Journal;
using RiskShield.Simulator.Latency;

namespace RiskShield.Simulator.Scoring;

/// <summary><c>POST /v1/score</c>: the key, the body, then the planned fault or the score.</summary>
internal sealed class ScoreEndpoint(
    AcceptedKeys keys, FaultPlan faults, FaultPerformer performer, LatencyModel latency, BillingLedger ledger,
    CallJournal journal, CallStats stats, TimeProvider time)
{
    /// <summary>Bytes; a vendor would not read more for three short fields either.</summary>
    private const int MaxBody = 64 * 1024;

    private static readonly byte[] Unauthorized = """{"error":"unknown X-Api-Key"}"""u8.ToArray();
    private static readonly byte[] Malformed =
        """{"error":"firstName, lastName and idNumber are required, as JSON"}"""u8.ToArray();

    public async Task HandleAsync(HttpContext http)
    {
        stats.Begin();
        try
        {
            await AnswerAsync(http);
        }
        catch (Exception left) when (
            left is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The caller gave up. Nobody is left to answer, and the journal has the call.
        }
        finally
        {
            stats.End();
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var call = ReceivedCall.From(http.Request, keys);
        var body = await ReadBodyAsync(http);
        call.Digest(body);
        var applicant = http.Request.HasJsonContentType() && body.Length <= MaxBody ? ScoreRequest.Read(body) : null;
        http.Request.BodyReader.AdvanceTo(body.End);

        if (!call.KeyValid || applicant is null)
        {
            var status = call.KeyValid ? StatusCodes.Status400BadRequest : StatusCodes.Status401Unauthorized;
            journal.Add(call, status, fault: null, billed: false);
            await JsonAnswer.WriteAsync(http.Response, status, call.KeyValid ? Malformed : Unauthorized);
            return;
        }

        var step = ledger.HasStoredError(call.IdempotencyKey)
            ? FaultStep.Named("stored-error")!
            : faults.Next(call.CorrelationId, call.IdempotencyKey, applicant.LastName);
        if (step.Kind is FaultKind.Stored)
            ledger.StoreError(call.IdempotencyKey);
        if (step.Kind is FaultKind.Stale && IsFirstOnConnection(http))
            step = FaultStep.Ok;
        var (score, billed) = step.Scores ? ledger.Charge(call.IdempotencyKey, applicant) : (0, false);
        journal.Add(call, step.Status, step.Name, billed);

        if (latency.Sample() + step.Delay is { Ticks: > 0 } wait)
            await Task.Delay(wait, time, http.RequestAborted);
        if (step.Kind is FaultKind.None)
            await JsonAnswer.WriteAsync(http.Response, StatusCodes.Status200OK, ApplicantScore.AnswerFor(score));
        else
            await performer.PerformAsync(step, http, score, applicant);
    }

    private static bool IsFirstOnConnection(HttpContext http) =>
        http.TraceIdentifier.EndsWith(":00000001", StringComparison.Ordinal);

    private static async Task<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length > MaxBody)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
