using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>A credit score of 300 to 850 becomes a risk score of 100 to 0 and the level of its band.</summary>
public sealed class ScoreBandsTests
{
    private static readonly ScoreBands Bands = new(740, 670, 580);

    [Theory]
    [InlineData(850, 0, RiskLevel.Low)]
    [InlineData(740, 20, RiskLevel.Low)]
    [InlineData(739, 20, RiskLevel.Medium)]
    [InlineData(670, 33, RiskLevel.Medium)]
    [InlineData(669, 33, RiskLevel.High)]
    [InlineData(580, 49, RiskLevel.High)]
    [InlineData(579, 49, RiskLevel.Critical)]
    [InlineData(300, 100, RiskLevel.Critical)]
    public void A_credit_score_has_its_place_and_its_band(int creditScore, int riskScore, RiskLevel level) =>
        Assert.Equal(new VendorScore(riskScore, level), Bands.Convert(creditScore));

    [Fact]
    public void The_whole_scale_is_turned_round_and_never_rises()
    {
        var scores = Enumerable.Range(300, 551).Select(credit => Bands.Convert(credit)).ToArray();
        Assert.Equal(Enumerable.Range(0, 101).Reverse(), scores.Select(score => score.RiskScore).Distinct());
        Assert.Equal(scores.OrderByDescending(score => score.RiskScore), scores);
        Assert.Equal(scores.OrderByDescending(score => score.RiskLevel), scores);
        Assert.All(
            Enumerable.Range(300, 551),
            credit => Assert.Equal(
                (int)Math.Round((850 - credit) * 100m / 550, MidpointRounding.AwayFromZero), Bands.Convert(credit).RiskScore));
    }

    [Theory]
    [InlineData(299)]
    [InlineData(851)]
    public void What_is_not_on_the_scale_is_no_score(int creditScore) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bands.Convert(creditScore));

    [Theory]
    [InlineData("LOW=740,MEDIUM=670,HIGH=580", "LOW=740,MEDIUM=670,HIGH=580")]
    [InlineData(" LOW=850 , MEDIUM=302, HIGH=301 ", "LOW=850,MEDIUM=302,HIGH=301")]
    [InlineData("LOW=851,MEDIUM=670,HIGH=580", null)]
    [InlineData("LOW=740,MEDIUM=670,HIGH=300", null)]
    [InlineData("LOW=740,MEDIUM=740,HIGH=580", null)]
    [InlineData("LOW=740,MEDIUM=580,HIGH=670", null)]
    [InlineData("LOW=740,MEDIUM=670,HIGH=670", null)]
    [InlineData("MEDIUM=670,LOW=740,HIGH=580", null)]
    [InlineData("low=740,medium=670,high=580", null)]
    [InlineData("LOW=740,MEDIUM=670", null)]
    [InlineData("LOW=740,MEDIUM=670,HIGH=580,CRITICAL=300", null)]
    [InlineData("LOW=740.5,MEDIUM=670,HIGH=580", null)]
    [InlineData("LOW=+740,MEDIUM=670,HIGH=580", null)]
    [InlineData("LOW=,MEDIUM=670,HIGH=580", null)]
    [InlineData("740,670,580", null)]
    public void Bounds_are_read_where_they_fall_and_are_named_in_order(string text, string? bands) =>
        Assert.Equal(bands, ScoreBands.Parse(text)?.ToString());
}
