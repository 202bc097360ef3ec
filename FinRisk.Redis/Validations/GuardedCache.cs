using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace FinRisk.Redis.Validations;

/// <summary>
/// HybridCache's way to Redis: nobody waits long and nothing is thrown (<see cref="RedisLink"/>). What could not be written while
/// Redis was away is older there than in the history, so it is not read again and is deleted when Redis is back.
/// </summary>
internal sealed class GuardedCache(IDistributedCache redis, RedisLink link) : IDistributedCache
{
    /// <summary>What is remembered of an outage: minutes of it on a busy replica.</summary>
    private const int MaxMissed = 100_000;

    private readonly ConcurrentDictionary<string, bool> _missed = new(StringComparer.Ordinal);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        if (!_missed.IsEmpty)
            await CatchUpAsync();
        return _missed.ContainsKey(key)
            ? null
            : (await link.TryAsync((_, name) => redis.GetAsync(name, CancellationToken.None), key)).Result;
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        if (await DoneAsync(() => redis.SetAsync(key, value, options, CancellationToken.None)))
            _missed.TryRemove(key, out _);
        else
            Miss(key);
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        if (await DoneAsync(() => redis.RemoveAsync(key, CancellationToken.None)))
            _missed.TryRemove(key, out _);
        else
            Miss(key);
    }

    /// <summary>Nothing here slides.</summary>
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public byte[]? Get(string key) => throw new NotSupportedException("Use GetAsync.");

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
        throw new NotSupportedException("Use SetAsync.");

    public void Refresh(string key) => throw new NotSupportedException("Use RefreshAsync.");

    public void Remove(string key) => throw new NotSupportedException("Use RemoveAsync.");

    private async Task CatchUpAsync()
    {
        foreach (var key in _missed.Keys)
        {
            if (!link.IsUsable)
                return;
            await RemoveAsync(key);
        }
    }

    private void Miss(string key)
    {
        if (_missed.Count < MaxMissed)
            _missed[key] = true;
    }

    private async Task<bool> DoneAsync(Func<Task> change) => (await link.TryAsync(
        static async (_, act) =>
        {
            await act();
            return true;
        },
        change)).Ok;
}
