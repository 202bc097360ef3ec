namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A test with a real redis-server of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    /// <summary>Skipped where there is no redis-server to start.</summary>
    public RedisFactAttribute() => Skip = RedisServer.Program is null
        ? "There is no redis-server on the path; install it (Debian: apt-get install redis-server) to run this test."
        : null;
}
