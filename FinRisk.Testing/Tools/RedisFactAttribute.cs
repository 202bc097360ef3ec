using Xunit;

namespace FinRisk.Testing.Tools;

/// <summary>A test with a redis-server of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    /// <summary>Skipped where there is no redis-server, except in CI.</summary>
    public RedisFactAttribute() => Skip = Prerequisite.Redis.SkipReason;
}
