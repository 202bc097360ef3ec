using Polly;
using Polly.RateLimiting;
using Polly.Retry;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The Polly pipeline around the HTTP call of one attempt. From the outside in: one retry with the API key read again (401, 403),
/// our own call limits, the attempt's time-out, and one retry on a new connection if the pooled one was stale. The retries
/// between attempts and the circuit breaker are part of the durable workflow instead
/// (docs/decisions/0016-attempts-are-durable.md).
/// </summary>
internal static class VendorPipeline
{
    /// <summary>The property of the resilience context that contains the <see cref="VendorExchange"/>.</summary>
    public static readonly ResiliencePropertyKey<VendorExchange> Exchange = new("finrisk.exchange");

    /// <summary>Builds the pipeline of one provider.</summary>
    public static ResiliencePipeline<AttemptResult> Build(
        ProviderSettings settings, IVendorKeySource keys, VendorPermits permits, TimeProvider clock) =>
        new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = clock }
            .AddRetry(CreateSingleRetry("refused-key", IsKeyRefused, args => ReloadKeyAsync(args, keys)))
            .AddRateLimiter(new RateLimiterStrategyOptions
            {
                // The attempt's time starts when it has its permit, because the wait for a permit is not the provider's.
                RateLimiter = async args =>
                {
                    var exchange = ExchangeOf(args.Context);
                    var permit = await permits.AcquireAsync(exchange.IsProbe, args.Context.CancellationToken);
                    exchange.StartedAt = clock.GetTimestamp();
                    return permit;
                },
            })
            .AddTimeout(settings.AttemptTimeout)
            .AddRetry(CreateSingleRetry("stale-connection", IsStaleConnection, RequestNewConnection))
            .Build();

    private static RetryStrategyOptions<AttemptResult> CreateSingleRetry(
        string name,
        Func<RetryPredicateArguments<AttemptResult>, bool> when,
        Func<OnRetryArguments<AttemptResult>, ValueTask> beforeRetry) => new()
        {
            Name = name,
            MaxRetryAttempts = 1,
            Delay = TimeSpan.Zero,
            ShouldHandle = args => ValueTask.FromResult(when(args)),
            OnRetry = beforeRetry,
        };

    private static bool IsKeyRefused(RetryPredicateArguments<AttemptResult> args) =>
        args.Outcome.Result?.Status == AttemptStatus.KeyRefused;

    private static bool IsStaleConnection(RetryPredicateArguments<AttemptResult> args) =>
        args.Outcome.Exception is HttpRequestException && ExchangeOf(args.Context).HasStaleConnection;

    private static async ValueTask ReloadKeyAsync(OnRetryArguments<AttemptResult> args, IVendorKeySource keys)
    {
        if (await keys.GetAsync(reload: true, args.Context.CancellationToken) is { } key)
            ExchangeOf(args.Context).ApiKey = key;
    }

    private static ValueTask RequestNewConnection(OnRetryArguments<AttemptResult> args)
    {
        ExchangeOf(args.Context).NeedsNewConnection = true;
        return ValueTask.CompletedTask;
    }

    private static VendorExchange ExchangeOf(ResilienceContext context) => context.Properties.GetValue(Exchange, null!);
}
