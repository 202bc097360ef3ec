using System.Reflection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Scoring.Tests.Telemetry;

/// <summary>Contract 8: log events have stable names; the house gives each feature its range of ids.</summary>
public sealed class EventNamesTests
{
    private const BindingFlags Everything =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly (string Namespace, LoggerMessageAttribute Event)[] Events =
    [
        .. from type in typeof(ScoringServices).Assembly.GetTypes()
           from method in type.GetMethods(Everything)
           let found = method.GetCustomAttribute<LoggerMessageAttribute>()
           where found is not null
           select (type.Namespace!["FinRisk.Scoring.".Length..], found),
    ];

    [Theory]
    [InlineData("validation_accepted", 1001)]
    [InlineData("validation_completed", 1002)]
    [InlineData("validation_failed", 1003)]
    [InlineData("provider_attempt_failed", 2001)]
    [InlineData("provider_key_refused", 2102)]
    [InlineData("provider_misconfigured", 2103)]
    [InlineData("circuit_opened", 3001)]
    [InlineData("circuit_half_opened", 3002)]
    [InlineData("circuit_closed", 3003)]
    [InlineData("circuit_forced", 3004)]
    public void A_documented_event_keeps_its_name_and_id(string name, int id) =>
        Assert.Equal(id, Assert.Single(Events, entry => entry.Event.EventName == name).Event.EventId);

    [Fact]
    public void Every_event_has_an_id_and_a_name_of_its_own()
    {
        Assert.Equal(Events.Length, Events.Select(entry => entry.Event.EventId).Distinct().Count());
        Assert.Equal(Events.Length, Events.Select(entry => entry.Event.EventName).Distinct().Count());
        Assert.All(Events, entry => Assert.Matches("^[a-z]+(_[a-z]+)+$", entry.Event.EventName));
    }

    /// <summary>1000 validations and their figures, 2000 vendor, 3000 circuit, 4000 HTTP, 6000 audit.</summary>
    [Fact]
    public void Ids_lie_in_the_range_of_what_they_tell_of() => Assert.All(Events, entry => Assert.Equal(
        entry.Event.EventName!.Split('_')[0] switch
        {
            "validation" or "score" or "figures" => 1,
            "provider" or "seal" => 2,
            "circuit" => 3,
            "unexpected" or "request" or "storage" => 4,
            "audit" => 6,
            "features" => 7,
            _ => 0,
        },
        entry.Event.EventId / 1000));

    [Fact]
    public void Every_message_begins_with_its_name_so_that_plain_text_can_be_searched_too() =>
        Assert.All(
            Events, entry => Assert.StartsWith(entry.Event.EventName + ": ", entry.Event.Message, StringComparison.Ordinal));

    [Fact]
    public void No_message_has_a_place_for_personal_data() => Assert.All(Events, entry =>
    {
        Assert.DoesNotContain("name}", entry.Event.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("idNumber", entry.Event.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("{applicant", entry.Event.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("{body", entry.Event.Message, StringComparison.OrdinalIgnoreCase);
    });
}
