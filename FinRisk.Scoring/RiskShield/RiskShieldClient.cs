using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// The one place that talks to RiskShield (contract, section 5). Every answer and every failure comes back classified; the only
/// exception that leaves is the cancellation that the caller itself asked for.
/// </summary>
internal sealed partial class RiskShieldClient(
    HttpMessageInvoker http,
    RiskShieldSettings settings,
    IVendorKeySource keys,
    VendorPermits permits,
    ResiliencePipeline<VendorAnswer> resilience,
    TimeProvider clock,
    ILogger<RiskShieldClient> log)
{
    /// <summary>The name under which the HTTP message handler is registered.</summary>
    public const string HandlerName = "riskshield";

    /// <summary>The largest answer that is read, in bytes; a score takes about 40.</summary>
    public const int MaxAnswerBytes = 64 * 1024;

    private readonly Uri _scoreUrl = new(settings.BaseUrl, "/v1/score");
    private readonly Uri _candidateUrl = new(settings.BaseUrl, settings.CandidatePath ?? "/v1/score");
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Asks for one score: one call, or two where the vendor refuses the key and it is read anew.</summary>
    public async Task<VendorAnswer> ScoreAsync(VendorRequest request, CancellationToken stopping)
    {
        var key = await keys.GetAsync(reload: false, stopping);
        if (key is null)
            return new VendorAnswer(AttemptStatus.NotConfigured);

        var answer = await CallAsync(request, key, stopping);
        if (answer.Status != AttemptStatus.KeyRefused)
            return answer;

        key = await keys.GetAsync(reload: true, stopping) ?? key;
        answer = await CallAsync(request, key, stopping);
        if (answer.Status == AttemptStatus.KeyRefused)
            Log.KeyRefused(log, answer.HttpStatus, request.ValidationId.Value, request.CorrelationId);
        return answer;
    }

    private async Task<VendorAnswer> CallAsync(VendorRequest request, string key, CancellationToken stopping)
    {
        var asked = clock.GetTimestamp();
        using var permit = await permits.TakeAsync(request.IsProbe, stopping);
        if (!permit.IsGranted)
            return new VendorAnswer(AttemptStatus.NoPermit, RetryAfter: permit.Wait);

        var queued = clock.GetElapsedTime(asked);
        VendorAnswer answer;
        try
        {
            answer = await resilience.ExecuteAsync(
                static (call, cancel) => call.Self.SendAsync(call.Request, call.Key, cancel),
                (Self: this, Request: request, Key: key),
                stopping);
        }
        catch (TimeoutRejectedException)
        {
            answer = new VendorAnswer(AttemptStatus.TimedOut);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The connect time-out of SocketsHttpHandler surfaces as a cancellation nobody asked for.
            answer = new VendorAnswer(AttemptStatus.TimedOut);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            answer = new VendorAnswer(AttemptStatus.InvalidResponse);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            answer = new VendorAnswer(AttemptStatus.NetworkFailure);
        }

        return answer with { Queued = queued };
    }

    private async ValueTask<VendorAnswer> SendAsync(VendorRequest request, string key, CancellationToken cancel)
    {
        var address = request.ToCandidate ? _candidateUrl : _scoreUrl;
        using var span = VendorCallSpan.Start(address);
        using var message = BuildMessage(request, address, key, span?.Id ?? request.TraceParent);
        try
        {
            using var answer = await http.SendAsync(message, cancel);
            var read = await ReadAsync(answer, cancel);
            VendorCallSpan.End(span, (int)answer.StatusCode, read.Status);
            return read;
        }
        catch (Exception fault) when (VendorCallSpan.Break(span, fault))
        {
            throw;
        }
    }

    private static HttpRequestMessage BuildMessage(VendorRequest request, Uri address, string key, string? traceParent)
    {
        var (applicant, id) = (request.Applicant, request.ValidationId.Value);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ScoreRequest(applicant.FirstName, applicant.LastName, applicant.IdNumber), VendorJson.Default.ScoreRequest);
        var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
        message.Headers.TryAddWithoutValidation("X-Api-Key", key);
        message.Headers.TryAddWithoutValidation("X-Correlation-ID", request.CorrelationId);
        message.Headers.TryAddWithoutValidation("Idempotency-Key", id);
        if (traceParent is not null)
            message.Headers.TryAddWithoutValidation("traceparent", traceParent);
        return message;
    }

    private async ValueTask<VendorAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        if (answer.StatusCode != HttpStatusCode.OK)
            return new VendorAnswer(AttemptStatuses.FromHttpStatus(status), HttpStatus: status, RetryAfter: RetryAfterOf(answer));

        return await ReadScoreAsync(answer, cancel) is { } score
            ? new VendorAnswer(AttemptStatus.Scored, score, status)
            : new VendorAnswer(AttemptStatus.InvalidResponse, HttpStatus: status);
    }

    private static async ValueTask<VendorScore?> ReadScoreAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancel);
            var utf8 = await answer.Content.ReadAsByteArrayAsync(cancel);
            return JsonSerializer.Deserialize(utf8, VendorJson.Default.ScoreAnswer)?.ToScore();
        }
        catch (JsonException)
        {
            // Not the agreed JSON: an unusable answer. The exception may quote the vendor's body, so it goes no further.
            return null;
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - clock.GetUtcNow() is { Ticks: > 0 } wait => wait,
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(2102, LogLevel.Error, "riskshield_key_refused: {httpStatus}, also after the key was read anew; validation {validationId}, correlation {correlationId}", EventName = "riskshield_key_refused")]
        public static partial void KeyRefused(ILogger log, int? httpStatus, string validationId, string correlationId);
    }
}
