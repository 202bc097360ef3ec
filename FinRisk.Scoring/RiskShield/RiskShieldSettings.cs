namespace FinRisk.Scoring.RiskShield;

/// <summary>
/// How the vendor is reached. Settings <c>RiskShield:*</c>; the key itself is read by <see cref="IVendorKeySource"/>.
/// </summary>
public sealed record RiskShieldSettings
{
    /// <summary>The vendor's address without path, https or loopback. Default <c>https://api.riskshield.com</c>.</summary>
    public Uri BaseUrl { get; init; } = new("https://api.riskshield.com");

    /// <summary>
    /// The HTTP proxy through which an https address outside this machine is called. Default none: the proxy variables of the
    /// environment do not count.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>
    /// Whether calls go through <see cref="Proxy"/>: never those to loopback or over plain http, which would show key and
    /// applicant.
    /// </summary>
    public bool UsesProxy => Proxy is not null && BaseUrl.Scheme == Uri.UriSchemeHttps && !BaseUrl.IsLoopback;

    /// <summary>
    /// A second path of the vendor, which scores <c>Features:CandidatePath</c> of a hundred applicants. Default none.
    /// </summary>
    public string? CandidatePath { get; init; }

    /// <summary>
    /// The Key Vault secret that holds the key, where the key is not in the configuration itself. Default none.
    /// </summary>
    public Uri? ApiKeySecretUri { get; init; }

    /// <summary>How long a connection may take, 0.1 s to 60 s. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long one attempt may take from the request's first byte to the answer's last, 0.1 s to 60 s. Default 10 s.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many calls may be out at once from this process; further ones wait. 1 or more, default 256.</summary>
    public int MaxConcurrentCalls { get; init; } = 256;

    /// <summary>
    /// How many calls may start per second, from all replicas together where they share a Redis, else from this process; further
    /// ones wait. 1 or more, default no limit.
    /// </summary>
    public int? MaxCallsPerSecond { get; init; }

    /// <summary>
    /// How long a call may wait for these two limits; its attempt then ends as throttled. 0 to 60 s, default 10 s.
    /// </summary>
    public TimeSpan MaxQueueTime { get; init; } = TimeSpan.FromSeconds(10);
}
