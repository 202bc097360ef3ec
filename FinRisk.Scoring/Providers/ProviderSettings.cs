using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The settings that every provider has, in a section of its own: <c>RiskShield:*</c> or <c>Backup:*</c>. The API key itself is
/// not among them; <see cref="IVendorKeySource"/> reads it.
/// </summary>
/// <param name="Section">The section that the settings were read from, such as <c>RiskShield</c>.</param>
public abstract record ProviderSettings(string Section)
{
    /// <summary>
    /// The provider's name, 1 to 32 of <c>a-z0-9-</c>. It appears in responses, audit records, logs and metrics, and identifies
    /// the provider's circuit. Setting <c>Backup:Name</c>; RiskShield's is fixed.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Setting <c>BaseUrl</c>: the provider's address without path; https, or http on loopback.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>
    /// Setting <c>Proxy</c>: the HTTP proxy for a provider at an https address outside this machine. Default none; the
    /// environment variables <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c> and <c>ALL_PROXY</c> are ignored.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>
    /// True if calls go through <see cref="Proxy"/>. Calls to loopback never do, and calls over plain http never do, because the
    /// proxy could read the API key and the applicant.
    /// </summary>
    public bool UsesProxy => Proxy is not null && BaseUrl.Scheme == Uri.UriSchemeHttps && !BaseUrl.IsLoopback;

    /// <summary>
    /// Setting <c>ApiKeySecretUri</c>: the Key Vault secret that holds the API key. Default none: the key is the setting
    /// <c>ApiKey</c>.
    /// </summary>
    public Uri? ApiKeySecretUri { get; init; }

    /// <summary>Setting <c>ConnectTimeout</c>: the time limit for opening a connection, 0.1 s to 60 s. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Setting <c>AttemptTimeout</c>: the time limit of one attempt, from sending the request to the last byte of the response,
    /// 0.1 s to 60 s. Default 10 s.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Setting <c>MaxConcurrentCalls</c>: the maximum number of concurrent calls from this process, 1 or more; further calls
    /// wait. Default 256.
    /// </summary>
    public int MaxConcurrentCalls { get; init; } = 256;

    /// <summary>
    /// Setting <c>MaxCallsPerSecond</c>: the maximum number of calls started per second, 1 or more, by all replicas together if
    /// they share a Redis, otherwise by this process; further calls wait. Default null: no limit.
    /// </summary>
    public int? MaxCallsPerSecond { get; init; }

    /// <summary>
    /// Setting <c>MaxQueueTime</c>: the longest time that a call may wait for these two limits, 0 to 60 s. A call that would wait
    /// longer ends as <see cref="AttemptStatus.NoPermit"/>. Default 10 s.
    /// </summary>
    public TimeSpan MaxQueueTime { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The settings <c>RiskShield:*</c> of RiskShield, the provider that is called first.</summary>
public sealed record RiskShieldSettings : ProviderSettings
{
    /// <summary>Creates the default settings, with the address <c>https://api.riskshield.com</c>.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public RiskShieldSettings()
        : base("RiskShield") => (Name, BaseUrl) = (ProviderName.RiskShield, new Uri("https://api.riskshield.com"));

    /// <summary>
    /// Setting <c>RiskShield:CandidatePath</c>: a second path of RiskShield's API, such as <c>/v2/score</c>, which scores the
    /// percentage of applicants that the feature flag <c>Features:CandidatePath</c> names. Default none.
    /// </summary>
    public string? CandidatePath { get; init; }
}
