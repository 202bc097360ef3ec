using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinRisk.Scoring.Applicants;
using Microsoft.Extensions.Logging;
using Polly;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// The one place that talks to RiskShield (contract, section 5). Every response and every failure comes back classified; the only
/// exception that leaves, bugs aside, is the cancellation that the caller itself asked for.
/// </summary>
internal sealed partial class RiskShieldClient(
    RiskShieldClient.Transport transport,
    RiskShieldSettings settings,
    IVendorKeySource keys,
    ResiliencePipeline<AttemptResult> pipeline,
    StallDetector stalls,
    TimeProvider clock,
    ILogger<RiskShieldClient> log)
{
    /// <summary>The name of the HTTP message handler that keeps connections.</summary>
    public const string HandlerName = "riskshield";

    /// <summary>The name of the HTTP message handler that opens a new connection for each request.</summary>
    public const string NewConnectionHandlerName = "riskshield-new-connection";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Firewalls in front of vendors refuse a request that does not say what sent it.</summary>
    private static readonly string UserAgent = "FinRisk/" + (typeof(RiskShieldClient).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    private readonly Uri _scoreUrl = new(settings.BaseUrl, "/v1/score");
    private readonly Uri _candidateUrl = new(settings.BaseUrl, settings.CandidatePath ?? "/v1/score");

    /// <summary>Asks for one score, with the repetitions that <see cref="VendorPipeline"/> makes of it.</summary>
    public async Task<AttemptResult> ScoreAsync(VendorExchange exchange, CancellationToken stopping)
    {
        if (await keys.GetAsync(reload: false, stopping) is not { } key)
            return Result(AttemptStatus.NotConfigured);

        exchange.Key = key;
        exchange.StartedAt = clock.GetTimestamp();
        var outcome = await RunAsync(exchange, stopping);
        var elapsed = clock.GetElapsedTime(exchange.StartedAt);
        var result = (outcome.Result ?? Classify(outcome, elapsed, stopping)) with { Elapsed = elapsed };
        if (result.Status == AttemptStatus.KeyRefused)
            Log.KeyRefused(log, result.HttpStatus, exchange.ValidationId.Value, exchange.CorrelationId);
        else if (result.Status == AttemptStatus.Misconfigured)
            Log.Misconfigured(log, result.HttpStatus, exchange.ValidationId.Value, exchange.CorrelationId);
        return result;
    }

    private async ValueTask<Outcome<AttemptResult>> RunAsync(VendorExchange exchange, CancellationToken stopping)
    {
        var context = ResilienceContextPool.Shared.Get(stopping);
        try
        {
            context.Properties.Set(VendorPipeline.Exchange, exchange);
            return await pipeline.ExecuteOutcomeAsync(
                static (context, run) => run.Self.SendAsync(run.Exchange, context.CancellationToken),
                context,
                (Self: this, Exchange: exchange));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private AttemptResult Classify(Outcome<AttemptResult> outcome, TimeSpan elapsed, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        if (VendorFault.From(outcome.Exception!, stalls.StoodStillWithin(elapsed)) is not { } fault)
        {
            outcome.ThrowIfException();
            throw new InvalidOperationException("A run of the pipeline ends with a result or with an exception.");
        }

        return Result(fault.Status) with
        {
            RetryAfter = fault.RetryAfter,
            Fault = fault.Error,
        };
    }

    private async ValueTask<Outcome<AttemptResult>> SendAsync(VendorExchange exchange, CancellationToken cancel)
    {
        var address = exchange.ToCandidate ? _candidateUrl : _scoreUrl;
        using var span = VendorCallSpan.Start(address);
        using var message = BuildMessage(exchange, address, span?.Id ?? exchange.TraceParent);
        exchange.Begin();
        try
        {
            var http = exchange.NeedsNewConnection ? transport.NewConnection : transport.Pooled;
            using var response = await http.SendAsync(message, cancel);
            var result = await ReadAsync(response, cancel);
            VendorCallSpan.End(span, (int)response.StatusCode, result.Status);
            return Outcome.FromResult(result);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            VendorCallSpan.Break(span, fault);
            return Outcome.FromException<AttemptResult>(fault);
        }
    }

    private static HttpRequestMessage BuildMessage(VendorExchange exchange, Uri address, string? traceParent)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(exchange.Applicant, VendorJson.Default.Applicant))
            {
                Headers = { ContentType = Json },
            },
        };
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.TryAddWithoutValidation("X-Api-Key", exchange.Key);
        message.Headers.TryAddWithoutValidation("X-Correlation-ID", exchange.CorrelationId);
        message.Headers.TryAddWithoutValidation("Idempotency-Key", exchange.IdempotencyKey);
        if (traceParent is not null)
            message.Headers.TryAddWithoutValidation("traceparent", traceParent);
        return message;
    }

    private async ValueTask<AttemptResult> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return await ScoreReader.ReadAsync(response.Content, cancel) is { } score
                ? Result(AttemptStatus.Scored) with { Score = score, HttpStatus = status }
                : Result(AttemptStatus.InvalidResponse) with { HttpStatus = status };
        }

        return Result(AttemptStatuses.FromHttpStatus(status)) with
        {
            HttpStatus = status,
            RetryAfter = RetryAfterHeader.Read(response, clock.GetUtcNow()),
        };
    }

    /// <summary>A result that ends now, in whole milliseconds: what a history can hold without loss.</summary>
    private AttemptResult Result(AttemptStatus status) =>
        new(status, DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>The handlers without an HttpClient around them: the pipeline owns the time-outs.</summary>
    /// <param name="Pooled">Uses a connection again.</param>
    /// <param name="NewConnection">Opens a new connection for each request.</param>
    internal sealed record Transport(HttpMessageInvoker Pooled, HttpMessageInvoker NewConnection);

    private static partial class Log
    {
        [LoggerMessage(
            2102,
            LogLevel.Error,
            "riskshield_key_refused: {httpStatus}, also after the key was read anew; "
                + "validation {validationId}, correlation {correlationId}",
            EventName = "riskshield_key_refused")]
        public static partial void KeyRefused(ILogger log, int? httpStatus, string validationId, string correlationId);

        [LoggerMessage(
            2103,
            LogLevel.Error,
            "riskshield_misconfigured: {httpStatus} says nothing of the applicant; "
                + "validation {validationId}, correlation {correlationId}",
            EventName = "riskshield_misconfigured")]
        public static partial void Misconfigured(ILogger log, int? httpStatus, string validationId, string correlationId);
    }
}

/// <summary>The body of the vendor's <c>POST /v1/score</c>, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Applicant))]
internal sealed partial class VendorJson : JsonSerializerContext;
