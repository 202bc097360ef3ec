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
/// The outermost middleware. It adds the correlation id and the log scope to every request, and it is the only place that catches
/// every exception: each exception is logged, and the caller gets problem details without a stack trace.
/// </summary>
public sealed partial class EdgeMiddleware(GatewayPrefix gateway, ValidationEvents events, ILogger<EdgeMiddleware> log)
{
    /// <summary>
    /// The <c>Retry-After</c> of a response while storage is unavailable. It is a guess: the recovery time is unknown.
    /// </summary>
    private static readonly TimeSpan StorageRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Handles a request by running the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext http, Func<Task> next)
    {
        gateway.Apply(http);
        var correlationId = CorrelationId.Attach(http);
        var logScope = new LogScope(correlationId);
        http.Features.Set(logScope);
        FinRiskActivity.SetRequestCorrelation(http, correlationId);
        using var scope = log.BeginScope(logScope);
        var isLogged = false;
        try
        {
            await next();
        }
        catch (Exception exception) when (exception is ConnectionResetException
            || (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested))
        {
            // The caller disconnected. A validation that has been accepted continues.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await (exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problems.Create(http, ProblemKind.PayloadTooLarge, "The body is too large.")
                : Problems.Create(http, ProblemKind.InvalidJson, "The request could not be read to its end.")).ExecuteAsync(http);
        }
        catch (Exception exception) when (
            exception is StorageUnavailableException or KeyRingUnreachableException && !http.Response.HasStarted)
        {
            Log.StorageUnavailable(log, exception.GetBaseException().GetType().Name, correlationId);
            isLogged = true;
            await Problems.Create(
                http,
                ProblemKind.StorageUnavailable,
                "Send the request again after Retry-After, with the same idempotency key if it had one.",
                headers: Problems.RetryAfter(StorageRetryAfter)).ExecuteAsync(http);
        }
#pragma warning disable CA1031 // The outermost handler catches everything: it logs, and answers with a problem.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Log only the type and the stack trace, because the message may contain data of the request.
            Log.Unexpected(log, exception.GetType().FullName, exception.StackTrace, correlationId);
            isLogged = true;
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
            ReportRefusal(http, correlationId, isLogged);
            FinRiskActivity.SetRequestResponse(http.Response.StatusCode);
        }
    }

    private void ReportRefusal(HttpContext http, string correlationId, bool isLogged)
    {
        if (http.Features.Get<Refusal>() is not { } refusal)
            return;
        var caller = http.Features.Get<Caller>()?.Name;
        if (refusal.IsCounted)
            events.RequestRefused(refusal.Code, caller);
        if (!isLogged)
            Log.Refused(log, refusal.Code, caller, correlationId);
    }

    private static partial class Log
    {
        [LoggerMessage(
            4001,
            LogLevel.Error,
            "unexpected_fault: {error}; correlation {correlationId}{stack}",
            EventName = "unexpected_fault")]
        public static partial void Unexpected(ILogger log, string? error, string? stack, string correlationId);

        [LoggerMessage(
            4003,
            LogLevel.Information,
            "request_refused: {code} to {caller}; correlation {correlationId}",
            EventName = "request_refused")]
        public static partial void Refused(ILogger log, string code, string? caller, string correlationId);

        [LoggerMessage(
            4004,
            LogLevel.Error,
            "storage_unavailable: {error}; the request is answered 503; correlation {correlationId}",
            EventName = "storage_unavailable")]
        public static partial void StorageUnavailable(ILogger log, string error, string correlationId);
    }
}
