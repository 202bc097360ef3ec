using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Contract 9: the names that a backup may have.</summary>
public sealed class BackupSettingsTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("score-2", true)]
    [InlineData("12345678901234567890123456789012", true)]
    [InlineData("123456789012345678901234567890123", false)]
    [InlineData("", false)]
    [InlineData("riskshield", false)]
    [InlineData("Score", false)]
    [InlineData("score_2", false)]
    [InlineData("scöre", false)]
    public void A_name_is_1_to_32_small_letters_digits_and_hyphens_and_not_RiskShields(string name, bool isName) =>
        Assert.Equal(isName, BackupSettings.IsName(name));
}
