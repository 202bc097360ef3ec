using FinRisk.Scoring.Settings;

namespace FinRisk.Scoring.Features;

/// <summary>Reads and checks the settings that may change while the host runs.</summary>
internal static class FeatureSettingsReader
{
    private const string StrictIdNumber = "Validation:StrictIdNumber";

    /// <summary>All of them, as they stand now.</summary>
    public static FeatureSet Read(SettingsReader reader, bool hasCandidate)
    {
        var features = ReadFeatures(reader, hasCandidate);
        return features.With(ReadStrictIdNumber(reader));
    }

    /// <summary><c>Features:*</c>, and no other name there.</summary>
    public static FeatureSettings ReadFeatures(SettingsReader reader, bool hasCandidate)
    {
        var defaults = new FeatureSettings();
        var features = new FeatureSettings
        {
            ScoreCache = reader.Switch("Features:ScoreCache", defaults.ScoreCache),
            GracefulDegradation = reader.Switch("Features:GracefulDegradation", defaults.GracefulDegradation),
            CandidatePath = reader.Number("Features:CandidatePath", defaults.CandidatePath, 0, 100),
        };
        reader.Require(
            features.CandidatePath == 0 || hasCandidate,
            $"Features:CandidatePath: {features.CandidatePath} needs RiskShield:CandidatePath, the path that scores so many applicants in a hundred.");
        reader.RejectUnknown("Features");
        return features;
    }

    /// <summary><c>Validation:StrictIdNumber</c></summary>
    public static bool ReadStrictIdNumber(SettingsReader reader) =>
        reader.Switch(StrictIdNumber, fallback: true);
}
