using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace FinRisk.Redis.Validations;

/// <summary>
/// The distributed cache behind HybridCache. Sends its commands through <see cref="RedisLink"/>, so no request waits long, and a
/// failure of Redis throws nothing. If a write fails during an outage, Redis may hold an older score than the history, so that
/// entry is not read until it has been deleted. The deletions run in the background, one after another, as soon as Redis is
/// usable again; no request waits for them.
/// </summary>
internal sealed class GuardedCache : IDistributedCache
{
    /// <summary>
    /// The maximum number of failed writes that are remembered, enough for minutes of an outage on a busy replica.
    /// </summary>
    private const int MaxFailedWrites = 100_000;

    private readonly ConcurrentDictionary<string, bool> _failedWrites = new(StringComparer.Ordinal);
    private readonly IDistributedCache _redis;
    private readonly RedisLink _link;
    private int _isDeleting;

    public GuardedCache(IDistributedCache redis, RedisLink link)
    {
        (_redis, _link) = (redis, link);
        link.ProbeSucceeded += (_, _) => StartDeleting();
    }

    // No command gets the token: RedisLink limits its time, and would take a cancelled command for a loss of Redis.
    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        // Here too, for a write that failed just when the probe had succeeded.
        StartDeleting();
        return _failedWrites.ContainsKey(key)
            ? null
            : (await _link.TryAsync((_, name) => _redis.GetAsync(name, CancellationToken.None), key)).Result;
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        if (await TryRunAsync(() => _redis.SetAsync(key, value, options, CancellationToken.None)))
            _failedWrites.TryRemove(key, out _);
        else
            RememberFailedWrite(key);
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        if (await TryRunAsync(() => _redis.RemoveAsync(key, CancellationToken.None)))
            _failedWrites.TryRemove(key, out _);
        else
            RememberFailedWrite(key);
    }

    /// <summary>Does nothing: no entry has a sliding expiration.</summary>
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    // HybridCache calls the asynchronous methods only.
    public byte[]? Get(string key) => throw new NotSupportedException("Use GetAsync.");

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
        throw new NotSupportedException("Use SetAsync.");

    public void Refresh(string key) => throw new NotSupportedException("Use RefreshAsync.");

    public void Remove(string key) => throw new NotSupportedException("Use RemoveAsync.");

    private void StartDeleting()
    {
        if (!_failedWrites.IsEmpty && _link.IsUsable && Interlocked.Exchange(ref _isDeleting, 1) == 0)
            _ = DeleteOutdatedAsync();
    }

    /// <summary>Deletes the entries whose writes failed, as far as Redis is usable.</summary>
    private async Task DeleteOutdatedAsync()
    {
        foreach (var (key, _) in _failedWrites)
        {
            if (!_link.IsUsable)
                break;
            await RemoveAsync(key);
        }

        Volatile.Write(ref _isDeleting, 0);
    }

    private void RememberFailedWrite(string key)
    {
        if (_failedWrites.Count < MaxFailedWrites)
            _failedWrites[key] = true;
    }

    /// <summary>Runs a change of the cache; false if Redis cannot be used now.</summary>
    private async Task<bool> TryRunAsync(Func<Task> change) => (await _link.TryAsync(
        static async (_, run) =>
        {
            await run();
            return true;
        },
        change)).Ok;
}
