using Polly;
using Polly.RateLimiting;
using Polly.Retry;

namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// What surrounds a call, from the outside in: one repetition with the key read anew, our own limits, the attempt's time-out, one
/// repetition on a new connection. Attempts and circuit breaker are not here: they are durable
/// (docs/decisions/0016-attempts-are-durable.md).
/// </summary>
internal static class VendorPipeline
{
    /// <summary>Under what the exchange is found in the context of a run.</summary>
    public static readonly ResiliencePropertyKey<VendorExchange> Exchange = new("finrisk.exchange");

    /// <summary>Builds the pipeline.</summary>
    public static ResiliencePipeline<AttemptResult> Build(
        RiskShieldSettings settings, IVendorKeySource keys, VendorPermits permits, TimeProvider clock) =>
        new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = clock }
            .AddRetry(OnceMore("refused-key", IsKeyRefused, run => ReloadKeyAsync(run, keys)))
            .AddRateLimiter(new RateLimiterStrategyOptions
            {
                // The attempt's time begins with its permit: waiting for that is not the vendor's fault.
                RateLimiter = async run =>
                {
                    var exchange = ExchangeOf(run.Context);
                    var permit = await permits.AcquireAsync(exchange.IsProbe, run.Context.CancellationToken);
                    exchange.StartedAt = clock.GetTimestamp();
                    return permit;
                },
            })
            .AddTimeout(settings.AttemptTimeout)
            .AddRetry(OnceMore("stale-connection", IsStale, TakeNewConnection))
            .Build();

    private static RetryStrategyOptions<AttemptResult> OnceMore(
        string name,
        Func<RetryPredicateArguments<AttemptResult>, bool> when,
        Func<OnRetryArguments<AttemptResult>, ValueTask> prepare) => new()
        {
            Name = name,
            MaxRetryAttempts = 1,
            Delay = TimeSpan.Zero,
            ShouldHandle = run => ValueTask.FromResult(when(run)),
            OnRetry = prepare,
        };

    private static bool IsKeyRefused(RetryPredicateArguments<AttemptResult> run) =>
        run.Outcome.Result?.Status == AttemptStatus.KeyRefused;

    private static bool IsStale(RetryPredicateArguments<AttemptResult> run) =>
        run.Outcome.Exception is HttpRequestException && ExchangeOf(run.Context).IsStale;

    private static async ValueTask ReloadKeyAsync(OnRetryArguments<AttemptResult> run, IVendorKeySource keys)
    {
        if (await keys.GetAsync(reload: true, run.Context.CancellationToken) is { } key)
            ExchangeOf(run.Context).Key = key;
    }

    private static ValueTask TakeNewConnection(OnRetryArguments<AttemptResult> run)
    {
        ExchangeOf(run.Context).NeedsNewConnection = true;
        return ValueTask.CompletedTask;
    }

    private static VendorExchange ExchangeOf(ResilienceContext context) => context.Properties.GetValue(Exchange, null!);
}
