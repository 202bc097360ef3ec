using FinRisk.Scoring.Endpoints;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1: <c>respond-async</c> and <c>wait=N</c> up to 60; what was honoured comes back.</summary>
public sealed class PreferencesTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(null, false, null, null)]
    [InlineData("", false, null, null)]
    [InlineData("respond-async", true, null, "respond-async")]
    [InlineData("Respond-Async", true, null, "respond-async")]
    [InlineData("respond-async; foo=bar", true, null, "respond-async")]
    [InlineData("wait=5", false, 5, "wait=5")]
    [InlineData("WAIT = 5", false, 5, "wait=5")]
    [InlineData("wait=\"5\"", false, 5, "wait=5")]
    [InlineData("wait=0", false, 0, "wait=0")]
    [InlineData("wait=60", false, 60, "wait=60")]
    [InlineData("wait=61", false, 60, "wait=60")]
    [InlineData("wait=99999", false, 60, "wait=60")]
    [InlineData("wait=2147483648", false, 60, "wait=60")]
    [InlineData("wait=\"99999999999999999999999999\"", false, 60, "wait=60")]
    [InlineData("wait=+5", false, null, null)]
    [InlineData("wait=", false, null, null)]
    [InlineData("wait=5, respond-async", true, 5, "respond-async, wait=5")]
    [InlineData("wait=5, wait=7", false, 5, "wait=5")]
    [InlineData("wait=x, wait=7", false, 7, "wait=7")]
    [InlineData("wait=-1", false, null, null)]
    [InlineData("wait=1.5", false, null, null)]
    [InlineData("wait", false, null, null)]
    [InlineData("return=minimal, handling=lenient", false, null, null)]
    [InlineData(",,respond-async,", true, null, "respond-async")]
    public void What_is_understood_is_read_and_told(string? header, bool async, int? seconds, string? applied)
    {
        var preferences = Preferences.Read(header, Hour);
        Assert.Equal(new Preferences(async, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, null, Hour), preferences);
        Assert.Equal(applied, preferences.Applied);
    }

    [Fact]
    public void Several_lines_are_one_list() =>
        Assert.Equal(
            "respond-async, wait=5", Preferences.Read(new StringValues(["wait=5", "respond-async", "wait=9"]), Hour).Applied);

    [Theory]
    [InlineData("respond-async", 3600, "respond-async")]
    [InlineData("respond-async, deadline=60", 60, "respond-async, deadline=60")]
    [InlineData("deadline=\"60\", respond-async, wait=5", 60, "respond-async, wait=5, deadline=60")]
    [InlineData("respond-async, DEADLINE = 60, deadline=90", 60, "respond-async, deadline=60")]
    [InlineData("respond-async, deadline=3600", 3600, "respond-async, deadline=3600")]
    [InlineData("respond-async, deadline=3601", 3600, "respond-async, deadline=3600")]
    [InlineData("respond-async, deadline=99999999999999999999", 3600, "respond-async, deadline=3600")]
    [InlineData("respond-async, deadline=0", null, "respond-async, deadline=0")]
    [InlineData("respond-async, deadline=-1", 3600, "respond-async")]
    [InlineData("respond-async, deadline=soon", 3600, "respond-async")]
    [InlineData("deadline=60", null, null)]
    [InlineData("wait=5, deadline=60", null, "wait=5")]
    public void Only_a_request_that_nobody_waits_for_has_a_deadline_and_no_longer_one_than_the_service_allows(
        string header, int? seconds, string? applied)
    {
        var preferences = Preferences.Read(header, Hour);
        Assert.Equal(seconds is { } deadline ? TimeSpan.FromSeconds(deadline) : null, preferences.OutageTimeLimit);
        Assert.Equal(applied, preferences.Applied);
    }

    [Fact]
    public void A_service_without_a_deadline_has_none_for_anyone()
    {
        Assert.Null(Preferences.Read("respond-async", TimeSpan.Zero).OutageTimeLimit);
        var asked = Preferences.Read("respond-async, deadline=60", TimeSpan.Zero);
        Assert.Equal((null, "respond-async, deadline=0"), (asked.OutageTimeLimit, asked.Applied));
    }
}
