using FinRisk.Scoring;
using FinRisk.Scoring.RiskShield;
using StackExchange.Redis;

namespace FinRisk.Redis.RiskShield;

/// <summary>
/// The moments at which calls to the vendor may start, over all replicas, as one list in Redis: the newest so many, oldest first.
/// Reserving one is one script and one round trip however long the queue is; nobody asks twice.
/// </summary>
internal sealed class SharedCallRate(RedisLink redis, FinRiskSettings settings) : ISharedCallRate
{
    /// <summary>
    /// As in <see cref="Limits.SharedCallerLimit"/> the time is Redis's own. Reserved moments may lie ahead by as long as a call
    /// may queue; what lies further ahead was reserved before the clock was set back.
    /// </summary>
    internal const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local permits = tonumber(ARGV[1])
        local at_most = tonumber(ARGV[2])
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
        if wait > at_most then
          return { 0, wait }
        end
        redis.call('RPUSH', KEYS[1], string.format('%.0f', math.max(slot, newest)))
        redis.call('LTRIM', KEYS[1], -permits, -1)
        redis.call('PEXPIRE', KEYS[1], math.ceil(wait / 1000) + 2000)
        return { 1, wait }
        """;

    /// <summary>One quota for each vendor: a test system's calls do not count against production's.</summary>
    private readonly RedisKey[] _key = [RedisKeys.Create("vendor", settings.RiskShield.BaseUrl.Authority)];

    private readonly long _furthest = Micros(settings.RiskShield.MaxQueueTime + TimeSpan.FromSeconds(2));

    /// <inheritdoc/>
    public async ValueTask<CallSlot?> ReserveAsync(int perSecond, TimeSpan maxWait)
    {
        var (ok, answer) = await redis.TryAsync(
            static (database, call) => database.ScriptEvaluateAsync(Script, call.Key, call.Values),
            (Key: _key, Values: (RedisValue[])[perSecond, Micros(maxWait), _furthest]));
        return ok && (long[]?)answer is [var granted, var wait]
            ? new CallSlot(granted == 1, TimeSpan.FromMicroseconds(wait))
            : null;
    }

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
