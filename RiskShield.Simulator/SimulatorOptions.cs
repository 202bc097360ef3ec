namespace RiskShield.Simulator;

/// <summary>The settings of a simulator at its start; everything else is set over its control API.</summary>
public sealed record SimulatorOptions
{
    /// <summary>RiskShield's API key in every development environment. It is not a secret.</summary>
    public const string DevelopmentKey = "riskshield-simulator-key";

    /// <summary>The backup's API key in every development environment. It is not a secret.</summary>
    public const string DevelopmentBackupKey = "backup-simulator-key";

    /// <summary>The default address of the simulator.</summary>
    public const string DefaultUrls = "http://127.0.0.1:7072";

    /// <summary>Setting <c>urls</c>: the addresses to listen on, separated by <c>;</c>. Port 0 selects a free port.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>
    /// Setting <c>Simulator:ApiKeys</c>: the API keys that RiskShield accepts at the start and after <c>DELETE /control</c>.
    /// </summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [DevelopmentKey];

    /// <summary>
    /// Setting <c>Simulator:BackupKeys</c>: the API keys that the backup accepts at the start and after
    /// <c>DELETE /backup/control</c>.
    /// </summary>
    public IReadOnlyList<string> BackupKeys { get; init; } = [DevelopmentBackupKey];

    /// <summary>The maximum number of calls in each vendor's journal; older ones are overwritten.</summary>
    public int JournalCapacity { get; init; } = 100_000;

    /// <summary>The maximum number of open connections; further ones are closed. Null for no limit.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>True if the simulator runs in another host's process: it then does not log and ignores signals.</summary>
    public bool Embedded { get; init; }

    /// <summary>
    /// Reads <c>urls</c>, <c>Simulator:ApiKeys</c> and <c>Simulator:BackupKeys</c> (each one comma-separated value, or
    /// <c>Simulator:ApiKeys:0</c> and so on).
    /// </summary>
    public static SimulatorOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new SimulatorOptions
        {
            Urls = configuration["urls"] ?? DefaultUrls,
            ApiKeys = ReadKeys(configuration, "Simulator:ApiKeys") ?? [DevelopmentKey],
            BackupKeys = ReadKeys(configuration, "Simulator:BackupKeys") ?? [DevelopmentBackupKey],
        };
    }

    private static string[]? ReadKeys(IConfiguration configuration, string setting)
    {
        var section = configuration.GetSection(setting);
        var keys = section.GetChildren().Select(child => child.Value)
            .Concat(section.Value?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            .OfType<string>().Where(key => key.Length > 0).ToArray();
        return keys.Length > 0 ? keys : null;
    }
}
