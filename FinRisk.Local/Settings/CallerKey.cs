namespace FinRisk.Local.Settings;

/// <summary>One caller's key.</summary>
/// <param name="Name">What logs and records call the caller.</param>
/// <param name="Key">The secret it sends as <c>x-functions-key</c>.</param>
/// <param name="IsOperator">May look at every caller's validations and use the operators' pages.</param>
/// <param name="Permits">Its own number of requests per <c>RateLimit:Window</c>; 0: no limit; null: <c>RateLimit:Permits</c>.</param>
internal sealed record CallerKey(string Name, string Key, bool IsOperator, int? Permits = null)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
