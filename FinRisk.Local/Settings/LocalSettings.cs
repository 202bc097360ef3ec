using FinRisk.Local.Callers;

namespace FinRisk.Local.Settings;

/// <summary>What only the local host has to be told. Settings <c>Local:*</c>.</summary>
internal sealed record LocalSettings
{
    /// <summary>Where the database and the keys are kept; relative to the working folder. Default <c>.finrisk</c>.</summary>
    public string DataFolder { get; init; } = ".finrisk";

    /// <summary>Whether the simulated vendor runs in this process. Default true, unless <c>RiskShield:BaseUrl</c> is set.</summary>
    public bool Simulator { get; init; }

    /// <summary>Who may call. None: anybody, but then the host listens on loopback only.</summary>
    public IReadOnlyList<CallerKey> Callers { get; init; } = [];
}
