using System.Globalization;

namespace FinRisk.Bench.Load;

/// <summary>What the command line asked for. Every count and time is bounded, so a run always ends.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        dotnet run -c Release --project bench/FinRisk.Bench.Load -- [options]

          --only LIST          of throughput, latency, cold-start (default: all three, or none with --soak)
          --soak DURATION      memory under the throughput load for that long, 30s to 24h, e.g. 10m
          --rounds N           measured pairs of rounds, 1 to 100 (default 7)
          --seconds N          length of one round, 1 to 300 (default 8)
          --starts N           measured starts of each program for cold-start, 1 to 100 (default 9)
          --quick              3 rounds of 2 s, 3 starts: tells that it works, not how fast it is
          --null               the relay against a second relay: what this machine's noise looks like
          --simulator PROJECT  another vendor simulator's project folder
          --work FOLDER        where programs are published and data is written (default bench/out); its disk is measured
          --json FILE          the results for a machine
        """;

    private static readonly string[] Comparisons = ["throughput", "latency", "cold-start"];

    public IReadOnlyList<string> Only { get; private init; } = Comparisons;

    /// <summary>Length of the soak; null for none.</summary>
    public TimeSpan? Soak { get; private init; }

    /// <summary>Measured pairs of rounds.</summary>
    public int Rounds { get; private init; } = 7;

    public TimeSpan RoundLength { get; private init; } = TimeSpan.FromSeconds(8);

    /// <summary>Measured cold starts of each program.</summary>
    public int Starts { get; private init; } = 9;

    /// <summary>Whether the product's place is taken by a second relay.</summary>
    public bool NullComparison { get; private init; }

    public string SimulatorProject { get; private init; } = "RiskShield.Simulator";

    public string WorkFolder { get; private init; } = Path.Combine("bench", "out");

    public string? JsonFile { get; private init; }

    /// <exception cref="FormatException">An option is unknown, lacks its value, or is out of range.</exception>
    public static LoadOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new LoadOptions();
        IReadOnlyList<string>? only = null;
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            var value = i + 1 < args.Length ? args[i + 1] : null;
            var takesValue = true;
            switch (name)
            {
                case "--only": only = Names(value); break;
                case "--soak": options = options with { Soak = Duration(value) }; break;
                case "--rounds": options = options with { Rounds = Number(name, value, 100) }; break;
                case "--seconds": options = options with { RoundLength = TimeSpan.FromSeconds(Number(name, value, 300)) }; break;
                case "--starts": options = options with { Starts = Number(name, value, 100) }; break;
                case "--simulator": options = options with { SimulatorProject = Required(name, value) }; break;
                case "--work": options = options with { WorkFolder = Required(name, value) }; break;
                case "--json": options = options with { JsonFile = Required(name, value) }; break;
                default: (options, takesValue) = (Switch(options, name), false); break;
            }

            i += takesValue ? 1 : 0;
        }

        return options with { Only = only ?? (options.Soak is null ? Comparisons : []) };
    }

    private static LoadOptions Switch(LoadOptions options, string name) => name switch
    {
        "--quick" => options with { Rounds = 3, RoundLength = TimeSpan.FromSeconds(2), Starts = 3 },
        "--null" => options with { NullComparison = true },
        _ => throw new FormatException($"Unknown option {name}."),
    };

    private static string[] Names(string? value)
    {
        var names = Required("--only", value).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(name => !Comparisons.Contains(name)) is { } unknown
            ? throw new FormatException($"--only {unknown}: not one of {string.Join(", ", Comparisons)}.")
            : names;
    }

    private static TimeSpan Duration(string? value)
    {
        var text = Required("--soak", value);
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && (long)count * unit is >= 30 and <= 86_400
            ? TimeSpan.FromSeconds((long)count * unit)
            : throw new FormatException($"--soak {text}: a duration from 30s to 24h is meant, e.g. 10m.");
    }

    private static int Number(string name, string? value, int highest) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= highest
            ? number
            : throw new FormatException($"{name} {value}: a whole number from 1 to {highest} is meant.");

    private static string Required(string name, string? value) =>
        string.IsNullOrEmpty(value) ? throw new FormatException($"{name} needs a value.") : value;
}
