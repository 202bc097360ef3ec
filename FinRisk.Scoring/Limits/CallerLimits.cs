using System.Collections.Concurrent;
using System.Globalization;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Limits;

/// <summary>
/// Limits the requests of each caller by a sliding window (settings <c>RateLimit:*</c>): over all replicas where they have a
/// common memory, else in this process. Every response of a limited resource says how many requests are left (<c>RateLimit</c>,
/// <c>RateLimit-Policy</c>: draft-ietf-httpapi-ratelimit-headers).
/// </summary>
public sealed class CallerLimits(RateLimitSettings settings, TimeProvider clock, ISharedCallerLimit? shared = null)
{
    private readonly ConcurrentDictionary<string, Entry> _callers = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes one permit of the caller, if there is one, and says in the response's headers what is left. Without a common
    /// memory it never waits.
    /// </summary>
    public async ValueTask<RateLimitLease> AcquireAsync(HttpContext http, Caller caller)
    {
        var permits = PermitsOf(caller);
        if (permits == 0)
            return new RateLimitLease(IsAcquired: true, int.MaxValue, TimeSpan.Zero);

        // Callers are as many as there are keys or principals, so the table does not grow with the requests.
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

    /// <summary>The 429 of a caller that got no permit.</summary>
    public IResult Reject(HttpContext http, Caller caller, RateLimitLease lease) => Problems.Create(
        http,
        ProblemKind.RateLimited,
        $"At most {PermitsOf(caller)} requests per {settings.Window:c}. Send the request again after Retry-After.",
        headers: Problems.RetryAfter(lease.NextPermit));

    /// <summary>
    /// Counts here what all replicas let through here, so that this replica alone can say no to a caller that it alone has let
    /// through too often, and so that its own count is right from the first moment without the others.
    /// </summary>
    private async ValueTask<RateLimitLease> AcquireSharedAsync(string caller, Entry entry, ISharedCallerLimit all)
    {
        if (entry.Window.IsFull(Now(), entry.Permits, out var rejected))
            return rejected;
        if (await all.AcquireAsync(caller, entry.Permits, settings.Window) is not { } lease)
            return entry.Window.Acquire(Now(), entry.Permits);
        if (lease.IsAcquired)
            entry.Window.Add(Now());
        return lease;
    }

    private int PermitsOf(Caller caller) => caller.Permits ?? settings.Permits;

    private long Now() => clock.GetElapsedTime(0).Ticks;

    /// <summary>One caller: its rate, how responses word it, and what this replica has let through.</summary>
    private sealed class Entry(int permits, TimeSpan window)
    {
        public int Permits { get; } = permits;

        public string Policy { get; } =
            string.Create(CultureInfo.InvariantCulture, $"\"caller\";q={permits};w={Math.Ceiling(window.TotalSeconds):0}");

        public SlidingWindow Window { get; } = new(window);
    }
}
