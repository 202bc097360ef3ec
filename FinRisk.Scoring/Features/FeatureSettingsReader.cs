using FinRisk.Scoring.Settings;

namespace FinRisk.Scoring.Features;

/// <summary>Reads and validates the settings that can be changed while the host runs.</summary>
internal static class FeatureSettingsReader
{
    private const string StrictIdNumber = "Validation:StrictIdNumber";

    /// <summary>Reads the current values of all feature flags.</summary>
    public static FeatureSet Read(SettingsReader reader, bool hasCandidatePath)
    {
        var features = ReadFeatures(reader, hasCandidatePath);
        return features.With(ReadStrictIdNumber(reader));
    }

    /// <summary>Reads the settings <c>Features:*</c>. An unknown name in this section is an error.</summary>
    public static FeatureSettings ReadFeatures(SettingsReader reader, bool hasCandidatePath)
    {
        var defaults = new FeatureSettings();
        var features = new FeatureSettings
        {
            ScoreCache = reader.ReadBoolean("Features:ScoreCache", defaults.ScoreCache),
            GracefulDegradation = reader.ReadBoolean("Features:GracefulDegradation", defaults.GracefulDegradation),
            CandidatePercent = reader.ReadInt32("Features:CandidatePath", defaults.CandidatePercent, 0, 100),
            BackupProvider = reader.ReadBoolean("Features:BackupProvider", defaults.BackupProvider),
        };
        reader.Require(
            features.CandidatePercent == 0 || hasCandidatePath,
            $"Features:CandidatePath: {features.CandidatePercent} needs RiskShield:CandidatePath, "
            + "the path that scores so many applicants in a hundred.");
        reader.RejectUnknown("Features");
        return features;
    }

    /// <summary>Reads the setting <c>Validation:StrictIdNumber</c>.</summary>
    public static bool ReadStrictIdNumber(SettingsReader reader) =>
        reader.ReadBoolean(StrictIdNumber, fallback: true);
}
