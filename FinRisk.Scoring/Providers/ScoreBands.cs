using System.Globalization;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// Converts the backup provider's credit score (300 to 850, the higher the better) to a risk score (0 to 100, the higher the
/// riskier) and a risk level. Setting <c>Backup:Bands</c>. A credit score below <paramref name="High"/> is
/// <see cref="RiskLevel.Critical"/>.
/// </summary>
/// <param name="Low">The lowest credit score that is <see cref="RiskLevel.Low"/>.</param>
/// <param name="Medium">The lowest credit score that is <see cref="RiskLevel.Medium"/>; less than <paramref name="Low"/>.</param>
/// <param name="High">The lowest credit score that is <see cref="RiskLevel.High"/>; less than <paramref name="Medium"/>.</param>
public sealed record ScoreBands(int Low, int Medium, int High)
{
    /// <summary>The lowest possible credit score.</summary>
    public const int MinScore = 300;

    /// <summary>The highest possible credit score.</summary>
    public const int MaxScore = 850;

    /// <summary>
    /// Converts a credit score to a risk level and a risk score: 850 becomes 0 and 300 becomes 100, linearly, rounded half up.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The credit score is not from 300 to 850.</exception>
    public VendorScore Convert(int creditScore)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(creditScore, MinScore);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(creditScore, MaxScore);
        const int Scale = MaxScore - MinScore;
        var level = creditScore >= Low ? RiskLevel.Low
            : creditScore >= Medium ? RiskLevel.Medium
            : creditScore >= High ? RiskLevel.High
            : RiskLevel.Critical;

        // Rounds half up in whole numbers: numerator and denominator are doubled, and half of the denominator is added.
        return new VendorScore((((MaxScore - creditScore) * 200) + Scale) / (2 * Scale), level);
    }

    /// <summary>
    /// Parses the setting <c>Backup:Bands</c>, such as <c>LOW=740,MEDIUM=670,HIGH=580</c>: the three levels in this order, with
    /// decreasing lower bounds from 850 to 301. Returns null for anything else.
    /// </summary>
    public static ScoreBands? Parse(string text)
    {
        var bounds = new int[3];
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length != bounds.Length)
            return null;
        for (var i = 0; i < bounds.Length; i++)
        {
            var prefix = ((RiskLevel)i).ToWire() + "=";
            if (!parts[i].StartsWith(prefix, StringComparison.Ordinal)
                || !int.TryParse(parts[i].AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out bounds[i]))
            {
                return null;
            }
        }

        return MaxScore >= bounds[0] && bounds[0] > bounds[1] && bounds[1] > bounds[2] && bounds[2] > MinScore
            ? new ScoreBands(bounds[0], bounds[1], bounds[2])
            : null;
    }

    /// <summary>Returns the bands in the form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"LOW={Low},MEDIUM={Medium},HIGH={High}");
}
