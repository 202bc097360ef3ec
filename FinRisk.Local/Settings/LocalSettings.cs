using FinRisk.Local.Callers;

namespace FinRisk.Local.Settings;

/// <summary>The settings of the local host alone, <c>Local:*</c>.</summary>
internal sealed record LocalSettings
{
    /// <summary>Where the database and the keys are kept; relative to the working folder. Default <c>.finrisk</c>.</summary>
    public string DataFolder { get; init; } = ".finrisk";

    /// <summary>
    /// Whether the simulated vendor runs in this process. Default true, unless <c>RiskShield:BaseUrl</c> is set.
    /// </summary>
    public bool Simulator { get; init; }

    /// <summary>Who may call. None: anybody, but then the host listens on loopback only.</summary>
    public IReadOnlyList<CallerKey> Callers { get; init; } = [];
}

/// <summary>One caller's key.</summary>
/// <param name="Name">What logs and records call the caller.</param>
/// <param name="Key">The secret it sends as <c>x-functions-key</c>.</param>
/// <param name="IsOperator">May read every caller's validations and use the operators' pages.</param>
/// <param name="Permits">
/// Its own number of requests per <c>RateLimit:Window</c>; 0: no limit; null: <c>RateLimit:Permits</c>.
/// </param>
internal sealed record CallerKey(string Name, string Key, bool IsOperator, int? Permits = null)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
