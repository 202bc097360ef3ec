using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Http;

/// <summary>
/// The edge of the product: gives every request its correlation id and its log scope, and is the one place that catches every
/// exception of an HTTP request, so that a caller never sees a stack trace and none goes unlogged.
/// </summary>
public sealed partial class EdgeMiddleware(GatewayPrefix gateway, ValidationEvents events, ILogger<EdgeMiddleware> log)
{
    /// <summary>The <c>Retry-After</c> while storage cannot be used; the real recovery time is unknown.</summary>
    private static readonly TimeSpan StorageRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext http, Func<Task> next)
    {
        gateway.Apply(http);
        var correlationId = CorrelationId.Attach(http);
        var line = new LogScope(correlationId);
        http.Features.Set(line);
        FinRiskActivity.CorrelateRequest(http, correlationId);
        using var scope = log.BeginScope(line);
        try
        {
            await next();
        }
        catch (Exception fault) when (fault is ConnectionResetException
            || (fault is OperationCanceledException && http.RequestAborted.IsCancellationRequested))
        {
            // The caller disconnected. A validation that was accepted goes on.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException fault) when (!http.Response.HasStarted)
        {
            await (fault.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problems.Create(http, ProblemKind.PayloadTooLarge, "The body is too large.")
                : Problems.Create(http, ProblemKind.InvalidJson, "The request could not be read to its end.")).ExecuteAsync(http);
        }
        catch (Exception fault) when (
            fault is StorageUnavailableException or KeyRingUnreachableException && !http.Response.HasStarted)
        {
            Log.StorageUnavailable(log, fault.GetBaseException().GetType().Name, correlationId);
            await Problems.Create(
                http,
                ProblemKind.StorageUnavailable,
                "Send the request again after Retry-After, with the same idempotency key if it had one.",
                headers: Problems.RetryAfter(StorageRetryAfter)).ExecuteAsync(http);
        }
#pragma warning disable CA1031 // The edge is where catching everything is right: it is logged, and the caller gets a problem.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // Type and stack only: the message of another library's exception may contain request data.
            Log.Unexpected(log, fault.GetType().FullName, fault.StackTrace, correlationId);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            const string Detail = "Send the request again, and quote the correlation id if that does not help.";
            await Problems.Create(http, ProblemKind.Internal, Detail).ExecuteAsync(http);
        }
        finally
        {
            ReportRefusal(http, correlationId);
            FinRiskActivity.AnswerRequest(http.Response.StatusCode);
        }
    }

    private void ReportRefusal(HttpContext http, string correlationId)
    {
        if (http.Features.Get<Refusal>() is not { Code: var code })
            return;
        var caller = http.Features.Get<Caller>()?.Name;
        events.RequestRefused(code, caller);
        Log.Refused(log, code, caller, correlationId);
    }

    private static partial class Log
    {
        [LoggerMessage(
            4001,
            LogLevel.Error,
            "unexpected_fault: {fault}; correlation {correlationId}{stack}",
            EventName = "unexpected_fault")]
        public static partial void Unexpected(ILogger log, string? fault, string? stack, string correlationId);

        [LoggerMessage(
            4003,
            LogLevel.Information,
            "request_refused: {code} to {caller}; correlation {correlationId}",
            EventName = "request_refused")]
        public static partial void Refused(ILogger log, string code, string? caller, string correlationId);

        [LoggerMessage(
            4004,
            LogLevel.Error,
            "storage_unavailable: {fault}; the request is answered 503; correlation {correlationId}",
            EventName = "storage_unavailable")]
        public static partial void StorageUnavailable(ILogger log, string fault, string correlationId);
    }
}
