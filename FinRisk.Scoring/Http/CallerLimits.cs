using System.Collections.Concurrent;
using System.Globalization;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>
/// Limits the requests of each caller by a sliding window (settings <c>RateLimit:*</c>), in this process. Every answer of a limited
/// resource says where the caller stands (<c>RateLimit</c>, <c>RateLimit-Policy</c>: draft-ietf-httpapi-ratelimit-headers).
/// </summary>
public sealed class CallerLimits(FinRiskSettings settings, TimeProvider clock)
{
    private readonly RateLimitSettings _settings = settings.RateLimit;
    private readonly ConcurrentDictionary<string, SlidingWindow> _callers = new(StringComparer.Ordinal);
    private readonly string _policy = string.Create(
        CultureInfo.InvariantCulture,
        $"\"caller\";q={settings.RateLimit.Permits};w={Math.Ceiling(settings.RateLimit.Window.TotalSeconds):0}");

    /// <summary>The refusal of a request over the limit; null where it may pass.</summary>
    public IResult? Refuse(HttpContext http, Caller caller)
    {
        if (_settings.Permits == 0)
            return null;

        // Callers are as many as there are keys or principals, so the table does not grow with the requests.
        var standing = _callers
            .GetOrAdd(caller.Name, static (_, limits) => new SlidingWindow(limits.Permits, limits.Window), _settings)
            .Take(clock.GetElapsedTime(0).Ticks);
        http.Response.Headers["RateLimit-Policy"] = _policy;
        http.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"caller\";r={standing.Left};t={Math.Max(1, Math.Ceiling(standing.NextPermit.TotalSeconds)):0}");
        return standing.Allowed
            ? null
            : Problems.Answer(
                http,
                ProblemKind.RateLimited,
                $"At most {_settings.Permits} requests per {_settings.Window:c}. Send the request again after Retry-After.",
                headers: Problems.RetryAfter(standing.NextPermit));
    }
}
