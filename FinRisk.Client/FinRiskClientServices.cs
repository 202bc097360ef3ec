using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FinRisk.Client;

/// <summary>Registers <see cref="FinRiskClient"/>.</summary>
public static class FinRiskClientServices
{
    internal const string KeyHeader = "x-functions-key";

    private const string Name = "FinRisk";
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Adds <see cref="FinRiskClient"/> with options from a section of the configuration, such as <c>FinRisk</c>.
    /// </summary>
    /// <returns>The builder of the HTTP client, for adding handlers.</returns>
    public static IHttpClientBuilder AddFinRiskClient(this IServiceCollection services, IConfiguration section) =>
        services.AddFinRiskClient(section.Bind);

    /// <summary>
    /// Adds <see cref="FinRiskClient"/> with an HTTP client of <see cref="IHttpClientFactory"/>. Each request has a time limit,
    /// and is retried with the same idempotency key if the connection broke, a gateway failed, or FinRisk sent a short
    /// <c>Retry-After</c>. Redirects are not followed and cookies are not stored. The client has no circuit breaker, because
    /// FinRisk has one for its vendor and responds immediately while the circuit is open.
    /// </summary>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="configure">Sets the options; invalid ones fail the start of the host, or else the first use.</param>
    /// <returns>The builder of the HTTP client, for adding handlers.</returns>
    public static IHttpClientBuilder AddFinRiskClient(this IServiceCollection services, Action<FinRiskClientOptions> configure)
    {
        services.AddOptions<FinRiskClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<FinRiskClientOptions>, FinRiskClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddTransient<WholeResponseHandler>();

        // PooledConnectionLifetime renews the connections, so the handler need not be replaced and a singleton may hold the
        // client.
        var builder = services.AddHttpClient(Name)
            .ConfigureHttpClient((provider, http) =>
            {
                var address = Options(provider).BaseAddress!;
                http.BaseAddress = address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
                http.Timeout = Timeout.InfiniteTimeSpan; // Each try has its own time limit (Resilience).
                http.DefaultRequestHeaders.Accept.ParseAdd("application/json, application/problem+json");
                http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // A redirect would send the function key and the applicant to another host.
                UseCookies = false,
                PooledConnectionLifetime = ConnectionLifetime,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RedactLoggedHeaders([KeyHeader])
            .AddTypedClient((http, provider) =>
                new FinRiskClient(http, Options(provider), provider.GetRequiredService<TimeProvider>()));
        builder.AddResilienceHandler(Name, (pipeline, context) => Resilience.Configure(
            pipeline, Options(context.ServiceProvider), context.ServiceProvider.GetRequiredService<TimeProvider>()));

        // Added after the resilience handler, so inside it: a body that is cut off is retried like a broken connection.
        return builder.AddHttpMessageHandler<WholeResponseHandler>();
    }

    private static string UserAgent { get; } = $"FinRisk.Client/{typeof(FinRiskClient).Assembly.GetName().Version!.ToString(3)}";

    private static FinRiskClientOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<FinRiskClientOptions>>().Value;
}
