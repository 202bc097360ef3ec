using System.Text.RegularExpressions;

namespace FinRisk.Scoring.Tests.Architecture;

/// <summary>The table of log events in docs/telemetry.md, which operators write their queries by, is what the code logs.</summary>
public sealed partial class EventTests
{
    /// <summary>Each event of the code stands there once with its level, and nothing else does.</summary>
    [Fact]
    public void Every_event_is_documented_with_its_level()
    {
        var logged = Directory.GetFiles(Source.Repository, "*.cs", SearchOption.AllDirectories)
            .Where(file => Product().IsMatch(Path.GetRelativePath(Source.Repository, file).Replace('\\', '/')))
            .SelectMany(file => Logged().Matches(File.ReadAllText(file)))
            .Select(match => $"{match.Groups["name"].Value} {match.Groups["level"].Value}")
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(logged);

        var told = Told().Matches(File.ReadAllText(Path.Combine(Source.Repository, "docs", "telemetry.md")))
            .Select(match => $"{match.Groups["name"].Value} {match.Groups["level"].Value}");
        Assert.Equal(logged.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("^FinRisk\\.(Scoring|Local|Functions|Redis|Telemetry)/(?!bin/|obj/)")]
    private static partial Regex Product();

    [GeneratedRegex("""LoggerMessage\(\d+, LogLevel\.(?<level>\w+),.*EventName = "(?<name>\w+)"\)""")]
    private static partial Regex Logged();

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| (?<level>Trace|Debug|Information|Warning|Error|Critical) \|", RegexOptions.Multiline)]
    private static partial Regex Told();
}
