namespace FinRisk.Local.Callers;

/// <summary>One caller's key.</summary>
/// <param name="Name">What logs and records call the caller.</param>
/// <param name="Key">The secret it sends as <c>x-functions-key</c>.</param>
/// <param name="IsOperator">May look at every caller's validations.</param>
internal sealed record CallerKey(string Name, string Key, bool IsOperator)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
