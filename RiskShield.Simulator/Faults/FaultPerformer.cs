using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator.Faults;

/// <summary>Responds to a call with the planned fault.</summary>
internal sealed class FaultPerformer(IVendorContract contract, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>The time between two bytes of a slow drip; a whole response takes about twenty seconds.</summary>
    private static readonly TimeSpan DripInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The time between the last write and a reset, so that the written bytes are sent first.</summary>
    private static readonly TimeSpan DelayBeforeReset = TimeSpan.FromMilliseconds(200);

    /// <summary>The number of padding bytes in a huge response.</summary>
    private const int HugePaddingBytes = 8 * 1024 * 1024;

    /// <summary>Responds to one call.</summary>
    /// <param name="step">The fault.</param>
    /// <param name="http">The call.</param>
    /// <param name="score">The score, for faults that damage a scored response; 0 if the call is not scored.</param>
    /// <param name="applicant">The applicant in the request.</param>
    public Task PerformAsync(FaultStep step, HttpContext http, int score, ScoreRequest applicant)
    {
        ReadOnlyMemory<byte> Body() => contract.BodyFor(score, applicant);

        switch (step.Kind)
        {
            case FaultKind.Status or FaultKind.Stored: return WriteErrorAsync(step, http.Response, applicant);
            case FaultKind.Hang: return HangAsync(http);
            case FaultKind.SlowDrip: return DripAsync(http, Body());
            case FaultKind.CutMidway: return CutMidwayAsync(http, Body());
            case FaultKind.Cut: return CutAsync(http);
            case FaultKind.Reencoded: return WriteReencodedAsync(http.Response, step.Name!, Body());
            case FaultKind.Huge: return WriteHugeAsync(http.Response, Body());
            case FaultKind.Unusable:
                return JsonResponse.WriteAsync(
                    http.Response, StatusCodes.Status200OK, contract.UnusableBody(step.Name!, applicant));
            default: // FaultKind.Stale: the caller gets no byte.
                http.Abort();
                return Task.CompletedTask;
        }
    }

    /// <summary>
    /// Responds with an error status. The body contains the applicant's data, as that of a careless vendor would, so that tests
    /// detect a client that logs or passes on the body.
    /// </summary>
    private Task WriteErrorAsync(FaultStep step, HttpResponse response, ScoreRequest applicant)
    {
        var retryAfter = step.RetryAfterDateIn is { } delay ? (time.GetUtcNow() + delay).ToString("R") : step.RetryAfter;
        if (retryAfter is not null)
            response.Headers.RetryAfter = retryAfter;

        var body = new VendorError(
            "riskshield-internal-detail", $"{applicant.FirstName} {applicant.LastName} {applicant.IdNumber}");
        return JsonResponse.WriteAsync(
            response, step.Status!.Value, JsonSerializer.SerializeToUtf8Bytes(body, SimulatorJson.Default.VendorError));
    }

    /// <summary>
    /// Resets the connection after the first bytes of the response. Without any bytes, an HTTP client may assume that the
    /// connection had been closed before the request, and retry automatically.
    /// </summary>
    private async Task CutAsync(HttpContext http)
    {
        var connection = http.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport;
        await connection.Output.WriteAsync("HTTP/1.1 "u8.ToArray(), http.RequestAborted);
        await Task.Delay(DelayBeforeReset, time, http.RequestAborted);
        http.Abort();
    }

    private static Task WriteReencodedAsync(HttpResponse response, string name, ReadOnlyMemory<byte> body)
    {
        var (reencoded, encoding) = ReencodedBodies.Reencode(name, body);
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        return JsonResponse.WriteAsync(response, StatusCodes.Status200OK, reencoded);
    }

    private async Task HangAsync(HttpContext http)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    private async Task DripAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        StartResponse(http.Response, body.Length);
        await http.Response.StartAsync(http.RequestAborted);
        for (var sent = 0; sent < body.Length; sent++)
        {
            await http.Response.BodyWriter.WriteAsync(body.Slice(sent, 1), http.RequestAborted);
            await Task.Delay(DripInterval, time, http.RequestAborted);
        }
    }

    private async Task CutMidwayAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        StartResponse(http.Response, body.Length);
        await http.Response.BodyWriter.WriteAsync(body[..(body.Length / 2)], http.RequestAborted);
        await Task.Delay(DelayBeforeReset, time, http.RequestAborted);
        http.Abort();
    }

    private static async Task WriteHugeAsync(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        StartResponse(response, length: null);
        response.BodyWriter.Write(body.Span[..^1]);
        response.BodyWriter.Write(",\"padding\":\""u8);
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)'x');
        for (var sent = 0; sent < HugePaddingBytes; sent += block.Length)
            await response.BodyWriter.WriteAsync(block, response.HttpContext.RequestAborted);
        await response.BodyWriter.WriteAsync("\"}"u8.ToArray(), response.HttpContext.RequestAborted);
    }

    private static void StartResponse(HttpResponse response, long? length)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.ContentLength = length;
    }
}
