using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace FinRisk.Client;

/// <summary>The retries and the time limit of a request.</summary>
internal static class Resilience
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>Adds the retries, and inside them the time limit of each try.</summary>
    public static void Configure(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, FinRiskClientOptions options, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = FirstRetryDelay,
                MaxDelay = MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Outcome, options, time.GetUtcNow())),

                // Replaces the default generator of HttpRetryStrategyOptions, which reads the system clock instead of
                // TimeProvider. ShouldRetry has rejected a long Retry-After by then.
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { } response ? RetryAfter.Read(response, time.GetUtcNow()) : null),
            });
        }

        pipeline.AddTimeout(options.Wait + options.NetworkTimeout);
    }

    /// <summary>
    /// True if the request is to be retried. Of FinRisk's own problems only a 429 or 503 with <c>Retry-After</c> is: one without
    /// it (<c>service-not-configured</c>) does not pass by itself, and before a 502 or 504 FinRisk has already retried the vendor
    /// call. A response without problem details is from a gateway. A 500 is a fault in FinRisk, which the caller reports if it
    /// stays (docs/callers.md).
    /// </summary>
    private static bool ShouldRetry(Outcome<HttpResponseMessage> outcome, FinRiskClientOptions options, DateTimeOffset now)
    {
        if (outcome.Result is not { } response)
            return outcome.Exception is HttpRequestException or TimeoutRejectedException;
        var isShort = RetryAfter.Read(response, now) is not { } after || after <= options.MaxRetryAfter;
        return isShort && response.StatusCode switch
        {
            HttpStatusCode.RequestTimeout => true, // From a gateway; FinRisk has no problem with this status.
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
                response.Headers.RetryAfter is not null || !OutcomeReader.IsProblem(response),
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => !OutcomeReader.IsProblem(response),
            _ => false,
        };
    }
}

/// <summary>
/// Reads the whole body of a response within its try, so that a body that is cut off is retried like a broken connection.
/// </summary>
internal sealed class WholeResponseHandler : DelegatingHandler
{
    /// <summary>
    /// The largest body that is read; FinRisk's have a few kilobytes. A longer one counts as a broken connection.
    /// </summary>
    private const int MaxBytes = 1024 * 1024;

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
#if NET9_0_OR_GREATER
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken).ConfigureAwait(false);
#else
            await response.Content.LoadIntoBufferAsync(MaxBytes).WaitAsync(cancellationToken).ConfigureAwait(false);
#endif
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
