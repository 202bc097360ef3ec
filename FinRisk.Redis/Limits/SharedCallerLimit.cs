using System.Collections.Concurrent;
using FinRisk.Scoring.Limits;
using StackExchange.Redis;

namespace FinRisk.Redis.Limits;

/// <summary>
/// One sliding window for each caller, in Redis: the times of the requests let through, oldest first, as one list. A request is
/// one script, so it is atomic, and one round trip.
/// </summary>
internal sealed class SharedCallerLimit(RedisLink redis) : ISharedCallerLimit
{
    /// <summary>
    /// The time is Redis's own, so replicas need no common clock. Where it stands still or goes back a little it counts as
    /// standing still; where it was set back by more, the list is begun anew, or a caller would wait for the clock to catch up.
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
    public async ValueTask<RateStanding?> TakeAsync(string caller, int permits, TimeSpan window)
    {
        var key = _keys.GetOrAdd(caller, static name => [RedisKeys.Create("callers", name)]);
        var (ok, answer) = await redis.TryAsync(
            static (database, call) => database.ScriptEvaluateAsync(Script, call.Key, call.Values),
            (Key: key, Values: (RedisValue[])[permits, window.Ticks / TimeSpan.TicksPerMicrosecond]));
        return ok && (long[]?)answer is [var allowed, var left, var wait]
            ? new RateStanding(allowed == 1, (int)Math.Max(0, left), TimeSpan.FromMicroseconds(wait))
            : null;
    }
}
