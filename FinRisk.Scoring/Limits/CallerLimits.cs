using System.Collections.Concurrent;
using System.Globalization;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Limits;

/// <summary>
/// Limits the requests of each caller by a sliding window (settings <c>RateLimit:*</c>): over all replicas where they have a common
/// memory, else in this process. Every answer of a limited resource says where the caller stands (<c>RateLimit</c>,
/// <c>RateLimit-Policy</c>: draft-ietf-httpapi-ratelimit-headers).
/// </summary>
public sealed class CallerLimits(RateLimitSettings settings, TimeProvider clock, ISharedCallerLimit? shared = null)
{
    private readonly ConcurrentDictionary<string, Entry> _callers = new(StringComparer.Ordinal);

    /// <summary>The refusal of a request over the limit; null where it may pass. Without a common memory it never waits.</summary>
    public ValueTask<IResult?> RefuseAsync(HttpContext http, Caller caller)
    {
        var permits = caller.Permits ?? settings.Permits;
        if (permits == 0)
            return default;

        // Callers are as many as there are keys or principals, so the table does not grow with the requests.
        var entry = _callers.GetOrAdd(
            caller.Name, static (_, limit) => new Entry(limit.Permits, limit.Window), (Permits: permits, settings.Window));
        return shared is null
            ? new(Answer(http, entry, entry.Window.Take(Now(), entry.Permits)))
            : RefuseSharedAsync(http, caller.Name, entry, shared);
    }

    /// <summary>
    /// Counts here what all replicas let through here, so that this replica alone can say no to a caller that it alone has let
    /// through too often, and so that its own count is right from the first moment without the others.
    /// </summary>
    private async ValueTask<IResult?> RefuseSharedAsync(HttpContext http, string caller, Entry entry, ISharedCallerLimit all)
    {
        if (entry.Window.RefuseFull(Now(), entry.Permits) is { } full)
            return Answer(http, entry, full);
        if (await all.TakeAsync(caller, entry.Permits, settings.Window) is not { } standing)
            return Answer(http, entry, entry.Window.Take(Now(), entry.Permits));
        if (standing.Allowed)
            entry.Window.Note(Now());
        return Answer(http, entry, standing);
    }

    private IResult? Answer(HttpContext http, Entry entry, RateStanding standing)
    {
        http.Response.Headers["RateLimit-Policy"] = entry.Policy;
        http.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"caller\";r={standing.Left};t={Math.Max(1, Math.Ceiling(standing.NextPermit.TotalSeconds)):0}");
        return standing.Allowed
            ? null
            : Problems.Create(
                http,
                ProblemKind.RateLimited,
                $"At most {entry.Permits} requests per {settings.Window:c}. Send the request again after Retry-After.",
                headers: Problems.RetryAfter(standing.NextPermit));
    }

    private long Now() => clock.GetElapsedTime(0).Ticks;

    /// <summary>One caller: its rate, how answers tell it, and what this replica has let through.</summary>
    private sealed class Entry(int permits, TimeSpan window)
    {
        public int Permits { get; } = permits;

        public string Policy { get; } =
            string.Create(CultureInfo.InvariantCulture, $"\"caller\";q={permits};w={Math.Ceiling(window.TotalSeconds):0}");

        public SlidingWindow Window { get; } = new(window);
    }
}
