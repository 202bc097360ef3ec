namespace FinRisk.Client;

/// <summary>The header <c>Retry-After</c>.</summary>
internal static class RetryAfter
{
    /// <summary>The wait from now on, zero or more; null if the header is missing or invalid.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
