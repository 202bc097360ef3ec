namespace FinRisk.Scoring.Features;

/// <summary>What can be switched while the host runs. Settings <c>Features:*</c>.</summary>
public sealed record FeatureSettings
{
    /// <summary>Whether a recent score answers the same applicant again. Default true.</summary>
    public bool ScoreCache { get; init; } = true;

    /// <summary>Whether an older score answers while the vendor cannot be used. Default true.</summary>
    public bool GracefulDegradation { get; init; } = true;

    /// <summary>Of how many applicants in a hundred <c>RiskShield:CandidatePath</c> scores, 0 to 100. Default 0.</summary>
    public int CandidatePath { get; init; }

    /// <summary>Together with the switch that stands among the validation's settings.</summary>
    internal FeatureSet With(bool strictIdNumber) =>
        new(ScoreCache, GracefulDegradation, strictIdNumber, CandidatePath);
}

/// <summary>What is switched on at one moment. Replaced as a whole, never changed.</summary>
/// <param name="ScoreCache">Whether a recent score answers the same applicant again.</param>
/// <param name="GracefulDegradation">Whether an older score answers while the vendor cannot be used.</param>
/// <param name="StrictIdNumber">Whether an ID number's date and check digit are checked.</param>
/// <param name="CandidatePercent">Of how many applicants in a hundred the candidate path scores.</param>
public sealed record FeatureSet(bool ScoreCache, bool GracefulDegradation, bool StrictIdNumber, int CandidatePercent);
