using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using FinRisk.Scoring.Time;
using Microsoft.Extensions.Logging;
using Polly;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Calls one provider over HTTP (docs/contract.md, section 5). Every response and every failure is returned as a classified
/// <see cref="AttemptResult"/>; apart from bugs, the only exception is the cancellation that the caller requested.
/// </summary>
internal sealed partial class ProviderClient(
    ProviderClient.Transport transport,
    ProviderSettings settings,
    IProviderAdapter adapter,
    IVendorKeySource keys,
    ResiliencePipeline<AttemptResult> pipeline,
    StallDetector stalls,
    TimeProvider clock,
    ILogger<ProviderClient> log)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The <c>User-Agent</c> header. Web application firewalls often reject requests without one.</summary>
    private static readonly string UserAgent = "FinRisk/" + (typeof(ProviderClient).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <summary>The provider's name.</summary>
    public string Name => settings.Name;

    /// <summary>Returns the name under which a provider's HTTP message handler is registered.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="pooled">True for the handler that reuses connections; false for the one that opens one per request.</param>
    public static string GetHandlerName(string provider, bool pooled) => pooled ? provider : provider + " (new connection)";

    /// <summary>
    /// Makes one attempt to get a score, with the limits, the time-out and the immediate retries of <see cref="VendorPipeline"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public async Task<AttemptResult> ScoreAsync(VendorExchange exchange, CancellationToken stopping)
    {
        if (await keys.GetAsync(reload: false, stopping) is not { } key)
            return CreateResult(AttemptStatus.NotConfigured);

        exchange.ApiKey = key;

        // VendorPipeline sets the time again when the call has its permit; without a permit this one counts.
        exchange.StartedAt = clock.GetTimestamp();
        var outcome = await RunAsync(exchange, stopping);
        var elapsed = clock.GetElapsedTime(exchange.StartedAt);
        var result = (outcome.Result ?? Classify(outcome, elapsed, stopping)) with { Elapsed = elapsed };
        if (result.Status == AttemptStatus.KeyRefused)
            Log.KeyRefused(log, Name, result.HttpStatus, exchange.ValidationId.Value, exchange.CorrelationId);
        else if (result.Status == AttemptStatus.Misconfigured)
            Log.Misconfigured(log, Name, result.HttpStatus, exchange.ValidationId.Value, exchange.CorrelationId);
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

    /// <summary>Classifies the exception that the pipeline ended with. An exception that is a bug is thrown again.</summary>
    private AttemptResult Classify(Outcome<AttemptResult> outcome, TimeSpan elapsed, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        if (VendorFault.From(outcome.Exception!, stalls.WasStalledWithin(elapsed)) is not { } fault)
        {
            outcome.ThrowIfException();
            throw new InvalidOperationException("The resilience pipeline returned neither a result nor an exception.");
        }

        return CreateResult(fault.Status) with
        {
            RetryAfter = fault.RetryAfter,
            NetworkError = fault.Error,
        };
    }

    private async ValueTask<Outcome<AttemptResult>> SendAsync(VendorExchange exchange, CancellationToken cancel)
    {
        var address = new Uri(settings.BaseUrl, adapter.GetPath(exchange));
        using var span = VendorCallSpan.Start(Name, address);
        using var message = BuildMessage(exchange, address, span?.Id ?? exchange.TraceParent);
        exchange.BeginSend();
        try
        {
            var http = exchange.NeedsNewConnection ? transport.NewConnection : transport.Pooled;
            using var response = await http.SendAsync(message, cancel);
            var result = await ReadAsync(response, exchange, cancel);
            VendorCallSpan.EndWithResponse(span, (int)response.StatusCode, result.Status);
            return Outcome.FromResult(result);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            VendorCallSpan.EndWithException(span, exception);
            return Outcome.FromException<AttemptResult>(exception);
        }
    }

    private HttpRequestMessage BuildMessage(VendorExchange exchange, Uri address, string? traceParent)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(adapter.WriteBody(exchange)) { Headers = { ContentType = Json } },
        };
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.TryAddWithoutValidation("X-Correlation-ID", exchange.CorrelationId);
        adapter.AddHeaders(message.Headers, exchange);
        if (traceParent is not null)
            message.Headers.TryAddWithoutValidation("traceparent", traceParent);
        return message;
    }

    private async ValueTask<AttemptResult> ReadAsync(
        HttpResponseMessage response, VendorExchange exchange, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var content = response.Content;
            return await ScoreReader.ReadAsync(content, body => adapter.ReadScore(body, exchange), cancel) is { } score
                ? CreateResult(AttemptStatus.Scored) with { Score = score, HttpStatus = status }
                : CreateResult(AttemptStatus.InvalidResponse) with { HttpStatus = status };
        }

        return CreateResult(AttemptStatuses.FromHttpStatus(status)) with
        {
            HttpStatus = status,
            RetryAfter = RetryAfterHeader.Read(response, clock.GetUtcNow()),
        };
    }

    /// <summary>Creates a result that ends now.</summary>
    private AttemptResult CreateResult(AttemptStatus status) => new(status, Moments.NowInMilliseconds(clock));

    /// <summary>
    /// The two ways to send a request. They are plain invokers, not HttpClients, because the pipeline applies the time-outs.
    /// </summary>
    /// <param name="Pooled">Reuses connections.</param>
    /// <param name="NewConnection">Opens a new connection for each request.</param>
    internal sealed record Transport(HttpMessageInvoker Pooled, HttpMessageInvoker NewConnection);

    private static partial class Log
    {
        [LoggerMessage(
            2102,
            LogLevel.Error,
            "provider_key_refused: {provider} responded {httpStatus}, also after the API key was read again; "
                + "validation {validationId}, correlation {correlationId}",
            EventName = "provider_key_refused")]
        public static partial void KeyRefused(
            ILogger log, string provider, int? httpStatus, string validationId, string correlationId);

        [LoggerMessage(
            2103,
            LogLevel.Error,
            "provider_misconfigured: {provider} responded {httpStatus}; check its address, path, proxy and account; "
                + "validation {validationId}, correlation {correlationId}",
            EventName = "provider_misconfigured")]
        public static partial void Misconfigured(
            ILogger log, string provider, int? httpStatus, string validationId, string correlationId);
    }
}
