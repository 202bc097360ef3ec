using FinRisk.Redis.Limits;
using FinRisk.Redis.Providers;
using FinRisk.Redis.Validations;
using FinRisk.Scoring;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Settings;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinRisk.Redis;

/// <summary>Registers the services that share limits and the score cache between replicas.</summary>
public static class RedisServices
{
    /// <summary>Checks the connection string. An error is collected in <paramref name="reader"/>.</summary>
    public static void Check(SettingsReader reader, RedisSettings settings)
    {
        if (settings.ConnectionString is { } text)
        {
            reader.Require(
                TryParse(text) is { EndPoints.Count: > 0 },
                "ConnectionStrings:Redis: the value cannot be read; "
                + "write {host}:{port}, and options after commas, such as ssl=true,password=...");
        }
    }

    /// <summary>Adds the services for settings that have been checked; adds nothing if no Redis is configured.</summary>
    public static IServiceCollection AddFinRiskRedis(this IServiceCollection services, FinRiskSettings settings)
    {
        if (settings.Redis.ConnectionString is not { } text || TryParse(text) is not { } options)
            return services;

        services.AddSingleton(provider => new RedisLink(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisLink>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RedisLink>());
        services.AddSingleton<ISharedCallerLimit, SharedCallerLimit>();
        services.AddSingleton<ISharedCallRate, SharedCallRate>();
        if (settings.ScoreHistory.CacheFor > TimeSpan.Zero)
            services.AddScoreCache();
        return services;
    }

    private static void AddScoreCache(this IServiceCollection services)
    {
        services.AddSingleton<IDistributedCache>(provider =>
        {
            var link = provider.GetRequiredService<RedisLink>();
            var options = new RedisCacheOptions
            {
                InstanceName = "finrisk:scores:",
                ConnectionMultiplexerFactory = link.ConnectAsync,
            };
            return new GuardedCache(new RedisCache(options), link);
        });
        services.AddHybridCache();
        services.AddSingleton<IScoreCache, SharedScoreCache>();
    }

    private static ConfigurationOptions? TryParse(string text)
    {
        try
        {
            var options = ConfigurationOptions.Parse(text);

            // While Redis is unreachable, neither the start nor a command waits for it: commands fail immediately, and the
            // connection is retried in the background.
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2_000);
            options.AsyncTimeout = Math.Min(options.AsyncTimeout, 1_000);
            options.ReconnectRetryPolicy = new LinearRetry(500);
            options.ClientName ??= "FinRisk";
            return options;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }
}
