using System.Diagnostics.CodeAnalysis;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Providers;

/// <summary>
/// The settings <c>Backup:*</c> of the backup provider, which is called while RiskShield cannot be used. There is no backup
/// unless <c>Backup:BaseUrl</c> is set.
/// </summary>
public sealed record BackupSettings : ProviderSettings
{
    /// <summary>Creates the settings of a backup at an address, with the defaults for everything else.</summary>
    [SetsRequiredMembers]
    public BackupSettings(Uri baseUrl)
        : base("Backup") => (Name, BaseUrl) = ("backup", baseUrl);

    /// <summary>
    /// Setting <c>Backup:Bands</c>: the bands that convert a credit score to a risk level. Default LOW=740,MEDIUM=670,HIGH=580.
    /// </summary>
    public ScoreBands Bands { get; init; } = new(740, 670, 580);

    /// <summary>True for a valid <c>Backup:Name</c>: 1 to 32 of <c>a-z0-9-</c>, and not RiskShield's name.</summary>
    public static bool IsName(string text) =>
        text is { Length: > 0 and <= 32 } and not ProviderName.RiskShield
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
