using System.Reflection;
using System.Text.RegularExpressions;
using FinRisk.Functions;
using FinRisk.Testing;
using Microsoft.Extensions.Logging;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// The table of log events in docs/telemetry.md, which operators write their queries by, is what the code logs.
/// </summary>
public sealed partial class EventTests
{
    private static readonly string[] Products =
        ["FinRisk.Scoring", "FinRisk.Local", "FinRisk.Functions", "FinRisk.Redis", "FinRisk.Telemetry"];

    private static readonly LoggerMessageAttribute[] Events =
    [
        .. from product in Products
           from type in Assembly.Load(product).GetTypes()
           from method in type.GetMethods(
               BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
               | BindingFlags.NonPublic)
           let logged = method.GetCustomAttribute<LoggerMessageAttribute>()
           where logged is not null
           select logged,
    ];

    /// <summary>Each event of the code stands there once with its level, and nothing else does.</summary>
    [Fact]
    public void Every_event_is_documented_with_its_level()
    {
        Assert.True(Events.Length > 30, "The events were not found.");
        var documented = Rows().Matches(Repository.Read("docs/telemetry.md"))
            .Select(match => $"{match.Groups["name"].Value} {match.Groups["level"].Value}");
        Assert.Equal(
            Events.Select(logged => $"{logged.EventName} {logged.Level}").Distinct().Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
    }

    /// <summary>One id means one event in every product, whoever logs it.</summary>
    [Fact]
    public void An_event_id_has_one_name() => Assert.Empty(
        from logged in Events
        group logged.EventName by logged.EventId into names
        where names.Distinct().Count() > 1
        select $"{names.Key}: {string.Join(", ", names.Distinct())}");

    [GeneratedRegex(
        @"^\| `(?<name>[a-z_]+)` \| (?<level>Trace|Debug|Information|Warning|Error|Critical) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
