using System.Collections.Concurrent;
using System.Globalization;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Limits;

/// <summary>
/// Limits the requests of each caller with a sliding window (settings <c>RateLimit:*</c>). With Redis the limit covers all
/// replicas; without, each replica counts separately. Every response to a rate-limited request states how many requests are left
/// (headers <c>RateLimit</c> and <c>RateLimit-Policy</c>: draft-ietf-httpapi-ratelimit-headers).
/// </summary>
public sealed class CallerLimits(RateLimitSettings settings, TimeProvider clock, ISharedCallerLimit? shared = null)
{
    private readonly ConcurrentDictionary<string, Entry> _callers = new(StringComparer.Ordinal);

    /// <summary>
    /// Acquires a permit for the caller if one is left, and sets the response headers. Without a shared limit the result is
    /// available immediately.
    /// </summary>
    public async ValueTask<RateLimitLease> AcquireAsync(HttpContext http, Caller caller)
    {
        var permits = PermitsOf(caller);
        if (permits == 0)
            return new RateLimitLease(IsAcquired: true, Remaining: int.MaxValue, TimeSpan.Zero);

        // Entries are never removed: there are only as many callers as keys or principals.
        var entry = _callers.GetOrAdd(
            caller.Name, static (_, limit) => new Entry(limit.Permits, limit.Window), (Permits: permits, settings.Window));
        var lease = shared is null
            ? entry.Window.Acquire(Now(), entry.Permits)
            : await AcquireSharedAsync(caller.Name, entry, shared);
        http.Response.Headers["RateLimit-Policy"] = entry.Policy;
        http.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"caller\";r={lease.Remaining};t={Math.Max(1, Math.Ceiling(lease.NextPermit.TotalSeconds)):0}");
        return lease;
    }

    /// <summary>Creates the response 429 for a caller without a permit.</summary>
    public IResult Reject(HttpContext http, Caller caller, RateLimitLease lease) => Problems.Create(
        http,
        ProblemKind.RateLimited,
        string.Create(
            CultureInfo.InvariantCulture,
            $"At most {PermitsOf(caller)} requests in {settings.Window.TotalSeconds} s. "
            + $"Send the request again after Retry-After."),
        headers: Problems.RetryAfter(lease.NextPermit));

    /// <summary>
    /// Acquires a permit from the shared limit, and counts each request that it admits in the local window too. So this replica
    /// can reject a caller without asking the shared limit once it has itself admitted all permits, and can go on with a correct
    /// local count if the shared limit becomes unavailable.
    /// </summary>
    private async ValueTask<RateLimitLease> AcquireSharedAsync(string caller, Entry entry, ISharedCallerLimit sharedLimit)
    {
        if (entry.Window.IsFull(Now(), entry.Permits, out var rejected))
            return rejected;
        if (await sharedLimit.AcquireAsync(caller, entry.Permits, settings.Window) is not { } lease)
            return entry.Window.Acquire(Now(), entry.Permits);
        if (lease.IsAcquired)
            entry.Window.Add(Now());
        return lease;
    }

    private int PermitsOf(Caller caller) => caller.Permits ?? settings.Permits;

    /// <summary>
    /// The time of the monotonic clock, so that a change of the system clock neither frees nor holds back permits.
    /// </summary>
    private long Now() => clock.GetElapsedTime(0).Ticks;

    /// <summary>
    /// The limit of one caller, the text of its policy header, and the requests that this replica has admitted.
    /// </summary>
    private sealed class Entry(int permits, TimeSpan window)
    {
        public int Permits { get; } = permits;

        public string Policy { get; } =
            string.Create(CultureInfo.InvariantCulture, $"\"caller\";q={permits};w={Math.Ceiling(window.TotalSeconds):0}");

        public SlidingWindow Window { get; } = new(window);
    }
}
