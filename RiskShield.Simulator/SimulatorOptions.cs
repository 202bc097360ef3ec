namespace RiskShield.Simulator;

/// <summary>How a simulator listens and what it accepts when it starts; everything else is set over <c>/control</c>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The vendor key that every development set-up uses. Worthless anywhere else.</summary>
    public const string DevelopmentKey = "riskshield-simulator-key";

    /// <summary>Where a simulator of its own listens unless <c>--urls</c> says otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:7072";

    /// <summary>Addresses to listen on, separated by <c>;</c>. Port 0 takes any free port.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Values of <c>X-Api-Key</c> accepted at first, and again after <c>DELETE /control</c>.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [DevelopmentKey];

    /// <summary>Calls that the journal remembers; older ones are overwritten.</summary>
    public int JournalCapacity { get; init; } = 100_000;

    /// <summary>Connections at once; more are closed. Null: no limit.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>No console logging, and signals are left to the process that embeds the simulator.</summary>
    public bool Embedded { get; init; }

    /// <summary>
    /// Reads <c>urls</c> and <c>Simulator:ApiKeys</c> (one comma-separated value, or <c>Simulator:ApiKeys:0</c> and so on).
    /// </summary>
    public static SimulatorOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Simulator:ApiKeys");
        var keys = section.GetChildren().Select(child => child.Value)
            .Concat(section.Value?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            .OfType<string>().Where(key => key.Length > 0).ToArray();

        return new SimulatorOptions
        {
            Urls = configuration["urls"] ?? DefaultUrls,
            ApiKeys = keys.Length > 0 ? keys : [DevelopmentKey],
        };
    }
}
