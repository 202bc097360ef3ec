namespace FinRisk.Scoring.Settings;

/// <summary>The Redis server that replicas share. Setting <c>ConnectionStrings:Redis</c>.</summary>
/// <param name="ConnectionString">The connection string; null: Redis is not used.</param>
public sealed record RedisSettings(string? ConnectionString = null)
{
    /// <summary>Returns a redacted text, because a connection string contains a password.</summary>
    public override string ToString() => ConnectionString is null ? "(none)" : "(redacted)";
}
