namespace FinRisk.Scoring.Features;

/// <summary>What is switched on at one moment. Replaced as a whole, never changed.</summary>
/// <param name="ScoreCache">Whether a recent score answers the same applicant again.</param>
/// <param name="GracefulDegradation">Whether an older score answers while the vendor cannot be used.</param>
/// <param name="StrictIdNumber">Whether an ID number's date and check digit are checked.</param>
/// <param name="CandidatePercent">Of how many applicants in a hundred the candidate path scores.</param>
public sealed record FeatureSet(bool ScoreCache, bool GracefulDegradation, bool StrictIdNumber, int CandidatePercent);
