using FinRisk.Local.Callers;

namespace FinRisk.Local.Settings;

/// <summary>The settings that only the local host has, <c>Local:*</c>.</summary>
internal sealed record LocalSettings
{
    /// <summary>
    /// Setting <c>Local:DataFolder</c>: the folder of the database, the pepper and the encryption keys, relative to the working
    /// folder. Default <c>.finrisk</c>.
    /// </summary>
    public string DataFolder { get; init; } = ".finrisk";

    /// <summary>
    /// Setting <c>Local:Simulator</c>: whether to run the simulated vendor in this process. Default true, unless
    /// <c>RiskShield:BaseUrl</c> is set.
    /// </summary>
    public bool Simulator { get; init; }

    /// <summary>
    /// Setting <c>Local:Callers:*</c>: the callers and their function keys. Default none: every program on this machine may call,
    /// and the host listens on loopback only.
    /// </summary>
    public IReadOnlyList<CallerKey> Callers { get; init; } = [];
}

/// <summary>A caller and its function key.</summary>
/// <param name="Name">The caller's name in logs and audit records, the <c>{name}</c> of the settings.</param>
/// <param name="Key">
/// Setting <c>Local:Callers:{name}:Key</c>: the secret that the caller sends as <c>x-functions-key</c>.
/// </param>
/// <param name="IsOperator">
/// Setting <c>Local:Callers:{name}:Operator</c>: whether the caller may read every caller's validations and use the operators'
/// pages. Default false.
/// </param>
/// <param name="Permits">
/// Setting <c>Local:Callers:{name}:Permits</c>: the caller's number of requests per <c>RateLimit:Window</c>; 0 for no limit; null
/// for <c>RateLimit:Permits</c>.
/// </param>
internal sealed record CallerKey(string Name, string Key, bool IsOperator, int? Permits = null)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
