using System.Collections.Concurrent;
using FinRisk.Scoring.Limits;
using StackExchange.Redis;

namespace FinRisk.Redis.Limits;

/// <summary>
/// The rate limit of each caller, shared by all replicas: a sliding window, stored in Redis as a list of the times of the
/// admitted requests, oldest first. Each request runs one script, which is atomic and takes one round trip.
/// </summary>
internal sealed class SharedCallerLimit(RedisLink redis) : ISharedCallerLimit
{
    /// <summary>
    /// The script. Arguments: the number of permits and the window in microseconds. Returns whether the request is admitted, the
    /// number of permits left, and the microseconds until the oldest request leaves the window. The script uses the time of the
    /// Redis server, so the replicas' clocks need not agree. If that time goes back by at most a second, it counts as standing
    /// still; if it goes back by more, the list is deleted, because the caller would otherwise wait until the clock catches up.
    /// </summary>
    internal const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local permits = tonumber(ARGV[1])
        local window = tonumber(ARGV[2])
        local newest = tonumber(redis.call('LINDEX', KEYS[1], -1) or 0)
        if newest > now + 1000000 then
          redis.call('DEL', KEYS[1])
        elseif newest > now then
          now = newest
        end
        local oldest = tonumber(redis.call('LINDEX', KEYS[1], 0) or now)
        while now - oldest >= window do
          redis.call('LPOP', KEYS[1])
          oldest = tonumber(redis.call('LINDEX', KEYS[1], 0) or now)
        end
        local taken = redis.call('LLEN', KEYS[1])
        local allowed = 0
        if taken < permits then
          allowed = 1
          taken = redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
          redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
        end
        return { allowed, permits - taken, oldest + window - now }
        """;

    private readonly ConcurrentDictionary<string, RedisKey[]> _keys = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<RateLimitLease?> AcquireAsync(string caller, int permits, TimeSpan window)
    {
        var key = _keys.GetOrAdd(caller, static name => [RedisKeys.Create("callers", name)]);
        var (isOk, result) = await redis.TryAsync(
            static (database, call) => database.ScriptEvaluateAsync(Script, call.Key, call.Values),
            (Key: key, Values: (RedisValue[])[permits, window.Ticks / TimeSpan.TicksPerMicrosecond]));
        return isOk && (long[]?)result is [var allowed, var left, var wait]
            ? new RateLimitLease(allowed == 1, (int)Math.Max(0, left), TimeSpan.FromMicroseconds(wait))
            : null;
    }
}
