using System.Text;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Operations.CircuitControl;

namespace FinRisk.Scoring.Tests.Operations;

/// <summary>The body of <c>POST /ops/circuit</c>.</summary>
public sealed class CircuitOrderReaderTests
{
    [Fact]
    public void An_order_is_read()
    {
        Assert.Equal(new CircuitOrder(CircuitState.Open, "maintenance", null, "riskshield"),
            Read("""{"action":"open","reason":"  maintenance "}""").Order);
        Assert.Equal(new CircuitOrder(CircuitState.Open, "maintenance", 60, "riskshield"),
            Read("""{"minutes":60,"reason":"maintenance","action":"open"}""").Order);
        Assert.Equal(new CircuitOrder(CircuitState.Closed, "is back", null, "riskshield"),
            Read("""{"action":"close","reason":"is back"}""").Order);
        Assert.Equal(
            new CircuitOrder(CircuitState.Open, "broken", null, "scoretwo"),
            Read("""{"action":"open","reason":"broken","provider":"scoretwo"}""").Order);
    }

    [Theory]
    [InlineData("""{"reason":"x"}""", "action")]
    [InlineData("""{"action":"Open","reason":"x"}""", "action")]
    [InlineData("""{"action":1,"reason":"x"}""", "action")]
    [InlineData("""{"action":null,"reason":"x"}""", "action")]
    [InlineData("""{"action":"open"}""", "reason")]
    [InlineData("""{"action":"open","reason":"   "}""", "reason")]
    [InlineData("""{"action":"open","reason":7}""", "reason")]
    [InlineData("""{"action":"open","reason":"two\nlines"}""", "reason")]
    [InlineData("""{"action":"open","reason":"for 8001015009087"}""", "reason")]
    [InlineData("""{"action":"open","reason":"x","minutes":0}""", "minutes")]
    [InlineData("""{"action":"open","reason":"x","minutes":1441}""", "minutes")]
    [InlineData("""{"action":"open","reason":"x","minutes":1.5}""", "minutes")]
    [InlineData("""{"action":"open","reason":"x","minutes":"5"}""", "minutes")]
    [InlineData("""{"action":"open","reason":"x","minutes":null}""", "minutes")]
    [InlineData("""{"action":"close","reason":"x","minutes":5}""", "minutes")]
    [InlineData("""{"action":"open","reason":"x","force":true}""", "body")]
    [InlineData("""{"action":"open","reason":"x","provider":"another"}""", "provider")]
    [InlineData("""{"action":"open","reason":"x","provider":7}""", "provider")]
    [InlineData("""{"action":"open","reason":"x","provider":null}""", "provider")]
    [InlineData("{}", "action,reason")]
    public void What_is_wrong_is_told_by_field(string body, string fields)
    {
        var (order, errors) = Read(body);
        Assert.Null(order);
        Assert.Equal(fields, string.Join(',', errors!.Keys));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"action":"open","action":"close","reason":"x"}""")]
    [InlineData("""{"action":"open","reason":{"a":{"b":1}}}""")]
    [InlineData("""{"action":"open","reason":"\ud800"}""")]
    public void What_is_no_flat_object_is_no_order(string body) => Assert.Equal((null, null), Read(body));

    private static (CircuitOrder? Order, IReadOnlyDictionary<string, string[]>? Errors) Read(string body) =>
        CircuitOrderReader.Read(Encoding.UTF8.GetBytes(body), ["riskshield", "scoretwo"]);
}
