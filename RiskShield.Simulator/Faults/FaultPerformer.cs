using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using RiskShield.Simulator.Scoring;

namespace RiskShield.Simulator.Faults;

/// <summary>Makes a call go wrong in the way that was planned.</summary>
internal sealed class FaultPerformer(TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Between two bytes of a slow drip: a whole answer takes about twenty seconds.</summary>
    private static readonly TimeSpan DripInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Before a reset, so that what was written before it is not lost with it.</summary>
    private static readonly TimeSpan UntilSent = TimeSpan.FromMilliseconds(200);

    /// <summary>Bytes of padding in a huge answer.</summary>
    private const int HugePadding = 8 * 1024 * 1024;

    public Task PerformAsync(FaultStep step, HttpContext http, int score, ScoreRequest applicant)
    {
        switch (step.Kind)
        {
            case FaultKind.Status or FaultKind.Stored: return RefuseAsync(step, http.Response, applicant);
            case FaultKind.Hang: return HangAsync(http);
            case FaultKind.SlowDrip: return DripAsync(http, ApplicantScore.AnswerFor(score));
            case FaultKind.CutMidway: return CutMidwayAsync(http, ApplicantScore.AnswerFor(score));
            case FaultKind.Cut: return CutAsync(http);
            case FaultKind.Dressed: return WriteDressedAsync(http.Response, step.Name!, ApplicantScore.AnswerFor(score));
            case FaultKind.Huge: return WriteHugeAsync(http.Response, score);
            case FaultKind.Unusable:
                return JsonAnswer.WriteAsync(http.Response, StatusCodes.Status200OK, UnusableAnswers.Body(step.Name!));
            default:
                http.Abort();
                return Task.CompletedTask;
        }
    }

    /// <summary>
    /// The body names the applicant, as careless vendors do: a client that passes it on is caught by its tests.
    /// </summary>
    private Task RefuseAsync(FaultStep step, HttpResponse response, ScoreRequest applicant)
    {
        var retryAfter = step.RetryAfterDateIn is { } ahead ? (time.GetUtcNow() + ahead).ToString("R") : step.RetryAfter;
        if (retryAfter is not null)
            response.Headers.RetryAfter = retryAfter;

        var body = new VendorError(
            "riskshield-internal-detail", $"{applicant.FirstName} {applicant.LastName} {applicant.IdNumber}");
        return JsonAnswer.WriteAsync(
            response, step.Status!.Value, JsonSerializer.SerializeToUtf8Bytes(body, SimulatorJson.Default.VendorError));
    }

    /// <summary>
    /// Not without a byte: a client may take that for a connection that was closed before, and ask again by itself.
    /// </summary>
    private async Task CutAsync(HttpContext http)
    {
        var connection = http.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport;
        await connection.Output.WriteAsync("HTTP/1.1 "u8.ToArray(), http.RequestAborted);
        await Task.Delay(UntilSent, time, http.RequestAborted);
        http.Abort();
    }

    private static Task WriteDressedAsync(HttpResponse response, string name, ReadOnlyMemory<byte> answer)
    {
        var (body, encoding) = DressedAnswers.Dress(name, answer);
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        return JsonAnswer.WriteAsync(response, StatusCodes.Status200OK, body);
    }

    private async Task HangAsync(HttpContext http)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, given.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    private async Task DripAsync(HttpContext http, ReadOnlyMemory<byte> answer)
    {
        StartAnswer(http.Response, answer.Length);
        await http.Response.StartAsync(http.RequestAborted);
        for (var sent = 0; sent < answer.Length; sent++)
        {
            await http.Response.BodyWriter.WriteAsync(answer.Slice(sent, 1), http.RequestAborted);
            await Task.Delay(DripInterval, time, http.RequestAborted);
        }
    }

    private async Task CutMidwayAsync(HttpContext http, ReadOnlyMemory<byte> answer)
    {
        StartAnswer(http.Response, answer.Length);
        await http.Response.BodyWriter.WriteAsync(answer[..(answer.Length / 2)], http.RequestAborted);
        await Task.Delay(UntilSent, time, http.RequestAborted);
        http.Abort();
    }

    private static async Task WriteHugeAsync(HttpResponse response, int score)
    {
        StartAnswer(response, length: null);
        var answer = ApplicantScore.AnswerFor(score);
        response.BodyWriter.Write(answer.Span[..^1]);
        response.BodyWriter.Write(",\"padding\":\""u8);
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)'x');
        for (var sent = 0; sent < HugePadding; sent += block.Length)
            await response.BodyWriter.WriteAsync(block, response.HttpContext.RequestAborted);
        await response.BodyWriter.WriteAsync("\"}"u8.ToArray(), response.HttpContext.RequestAborted);
    }

    private static void StartAnswer(HttpResponse response, long? length)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.ContentLength = length;
    }
}
