using Azure.Core;

namespace FinRisk.Scoring.Storage;

/// <summary>
/// The timeouts and retries of every Azure client. With the default of the Azure libraries, 100 s per try, a request or an
/// attempt would wait for minutes when a network drops packets.
/// </summary>
public static class AzureClientDefaults
{
    /// <summary>The timeout of one try.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The maximum number of retries of a call. The delays are about 0.8, 1.6 and 3.2 s, or as the service's <c>Retry-After</c>
    /// states.
    /// </summary>
    public const int MaxRetries = 3;

    /// <summary>Sets the timeout and the number of retries of client options.</summary>
    public static T WithDefaults<T>(this T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.NetworkTimeout = TryTimeout;
        return options;
    }
}
