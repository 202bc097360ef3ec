using FinRisk.Scoring.Endpoints;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1: <c>respond-async</c> and <c>wait=N</c> up to 60; what was honoured comes back.</summary>
public sealed class PreferencesTests
{
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
        var preferences = Preferences.Read(header);
        Assert.Equal(new Preferences(async, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null), preferences);
        Assert.Equal(applied, preferences.Applied);
    }

    [Fact]
    public void Several_lines_are_one_list() =>
        Assert.Equal("respond-async, wait=5", Preferences.Read(new StringValues(["wait=5", "respond-async", "wait=9"])).Applied);
}
