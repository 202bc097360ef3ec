namespace FinRisk.Scoring.Settings;

/// <summary>The memory that replicas share. Setting <c>ConnectionStrings:Redis</c>.</summary>
/// <param name="ConnectionString">Where it is and how it is opened; null: there is none.</param>
public sealed record RedisSettings(string? ConnectionString = null)
{
    /// <summary>A connection string holds a password.</summary>
    public override string ToString() => ConnectionString is null ? "(none)" : "(redacted)";
}
