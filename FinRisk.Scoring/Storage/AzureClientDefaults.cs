using Azure.Core;

namespace FinRisk.Scoring.Storage;

/// <summary>
/// The patience of every Azure client of the product. The libraries' own default, 100 s for one try, would keep a request or an
/// attempt waiting for minutes where a network drops packets.
/// </summary>
public static class AzureClientDefaults
{
    /// <summary>The longest wait for one try.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a call is repeated, after about 0.8, 1.6 and 3.2 s or what the service's <c>Retry-After</c> says.
    /// </summary>
    public const int MaxRetries = 3;

    /// <summary>Gives options the product's patience.</summary>
    public static T WithDefaults<T>(this T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.NetworkTimeout = TryTimeout;
        return options;
    }
}
