using FinRisk.Scoring.Providers;
using StackExchange.Redis;

namespace FinRisk.Redis.Providers;

/// <summary>
/// The rate limit of calls to a vendor, shared by all replicas: Redis stores the last reserved start times of calls, as many as
/// may start per second, oldest first. A reservation is one script and one round trip, whatever the length of the queue, and a
/// call reserves only once.
/// </summary>
internal sealed class SharedCallRate(RedisLink redis) : ISharedCallRate
{
    /// <summary>
    /// The script that reserves a start time. Arguments: the calls per second, the maximum wait, and how far ahead of now a
    /// reserved time can be, both in microseconds. Returns whether the time is reserved, and the wait in microseconds. The script
    /// uses the time of the Redis server. If a reserved time is too far ahead, the server's clock was set back, and the list is
    /// deleted. The list expires 2 s after its last start time, when that no longer limits a call.
    /// </summary>
    internal const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local permits = tonumber(ARGV[1])
        local max_wait = tonumber(ARGV[2])
        local furthest = tonumber(ARGV[3])
        local newest = tonumber(redis.call('LINDEX', KEYS[1], -1) or 0)
        if newest > now + furthest then
          redis.call('DEL', KEYS[1])
          newest = 0
        end
        local slot = now
        local before = redis.call('LINDEX', KEYS[1], -permits)
        if before then
          slot = math.max(now, tonumber(before) + 1000000)
        end
        local wait = slot - now
        if wait > max_wait then
          return { 0, wait }
        end
        redis.call('RPUSH', KEYS[1], string.format('%.0f', math.max(slot, newest)))
        redis.call('LTRIM', KEYS[1], -permits, -1)
        redis.call('PEXPIRE', KEYS[1], math.ceil(wait / 1000) + 2000)
        return { 1, wait }
        """;

    /// <inheritdoc/>
    public async ValueTask<CallSlot?> ReserveAsync(CallQuota quota, TimeSpan maxWait)
    {
        RedisKey[] keys = [RedisKeys.Create("vendor", quota.Provider)];

        // No reserved time is further ahead than MaxQueueTime; 2 s are tolerated.
        RedisValue[] values = [quota.PerSecond, Micros(maxWait), Micros(quota.MaxQueueTime + TimeSpan.FromSeconds(2))];
        var (isOk, result) = await redis.TryAsync(
            static (database, call) => database.ScriptEvaluateAsync(Script, call.Key, call.Values),
            (Key: keys, Values: values));
        return isOk && (long[]?)result is [var granted, var wait]
            ? new CallSlot(granted == 1, TimeSpan.FromMicroseconds(wait))
            : null;
    }

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
