using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FinRisk.Scoring.Features;

/// <summary>
/// The feature flags that apply now. They are read and validated when the configuration changes, so a request only reads a field.
/// </summary>
public sealed class FeatureFlags
{
    /// <summary>
    /// The suffix of the text that is hashed to choose the applicants for the candidate path. It must not change, because another
    /// suffix would choose other applicants.
    /// </summary>
    private const string CandidateSuffix = "\nCandidatePath";

    private volatile FeatureSet _current;

    /// <summary>Creates the flags as they are configured at the start.</summary>
    /// <param name="features">The flags.</param>
    /// <param name="hasCandidatePath">Whether the setting <c>RiskShield:CandidatePath</c> has a value.</param>
    public FeatureFlags(FeatureSet features, bool hasCandidatePath) =>
        (_current, HasCandidatePath) = (features, hasCandidatePath);

    /// <summary>True if a candidate path is configured.</summary>
    public bool HasCandidatePath { get; }

    /// <summary>The flags that apply now.</summary>
    public FeatureSet Current => _current;

    /// <summary>
    /// True if the candidate path scores this applicant. The rule is that of the targeting filter of
    /// Microsoft.FeatureManagement: the first four bytes of the SHA-256 of applicant hash and suffix, as a fraction of their
    /// maximum, must be below the percentage. So the result is the same on every replica, and an applicant that is chosen stays
    /// chosen when the percentage grows.
    /// </summary>
    /// <param name="applicantHash">The applicant's keyed hash.</param>
    public bool UsesCandidatePath(string applicantHash)
    {
        var percent = HasCandidatePath ? Current.CandidatePercent : 0;
        return percent is not 0 && (percent is 100 || FractionOf(applicantHash) * 100 < percent);
    }

    /// <summary>Replaces the flags; returns false if they have not changed.</summary>
    internal bool Update(FeatureSet features)
    {
        if (features == Current)
            return false;
        _current = features;
        return true;
    }

    private static double FractionOf(string applicantHash) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(applicantHash + CandidateSuffix)))
        / (double)uint.MaxValue;
}
