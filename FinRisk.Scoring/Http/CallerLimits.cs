using System.Globalization;
using System.Threading.RateLimiting;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>
/// Limits the requests of each caller by a sliding window (settings <c>RateLimit:*</c>), in this process. Every answer of a limited
/// resource says where the caller stands (<c>RateLimit</c>, <c>RateLimit-Policy</c>: draft-ietf-httpapi-ratelimit-headers).
/// </summary>
public sealed class CallerLimits : IDisposable
{
    private const int Segments = 60;

    private readonly PartitionedRateLimiter<string>? _limiter;
    private readonly RateLimitSettings _settings;
    private readonly string _policy;

    /// <summary>Takes the limits; 0 permits switch it off.</summary>
    public CallerLimits(FinRiskSettings settings)
    {
        _settings = settings.RateLimit;
        _policy = string.Create(
            CultureInfo.InvariantCulture, $"\"caller\";q={_settings.Permits};w={Math.Ceiling(_settings.Window.TotalSeconds):0}");
        if (_settings.Permits > 0)
            _limiter = PartitionedRateLimiter.Create<string, string>(name => RateLimitPartition.GetSlidingWindowLimiter(name, _ => Options()));
    }

    /// <summary>The refusal of a request over the limit; null where it may pass.</summary>
    public IResult? Refuse(HttpContext http, Caller caller)
    {
        if (_limiter is null)
            return null;

        using var lease = _limiter.AttemptAcquire(caller.Name);
        var left = Math.Max(0, _limiter.GetStatistics(caller.Name)?.CurrentAvailablePermits ?? 0);
        var wait = _settings.Window / Segments;
        http.Response.Headers["RateLimit-Policy"] = _policy;
        http.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"caller\";r={left};t={Math.Max(1, Math.Ceiling(wait.TotalSeconds)):0}");
        return lease.IsAcquired
            ? null
            : Problems.Answer(
                http,
                ProblemKind.RateLimited,
                $"At most {_settings.Permits} requests per {_settings.Window:c}. Send the request again after Retry-After.",
                headers: Problems.RetryAfter(wait));
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter?.Dispose();

    private SlidingWindowRateLimiterOptions Options() => new()
    {
        PermitLimit = _settings.Permits,
        Window = _settings.Window,
        SegmentsPerWindow = Segments,
        QueueLimit = 0,
    };
}
