namespace FinRisk.Scoring.Features;

/// <summary>The features that can be changed while the host runs. Settings <c>Features:*</c>.</summary>
public sealed record FeatureSettings
{
    /// <summary>
    /// Setting <c>Features:ScoreCache</c>: true if a request may be answered with a recent score of the applicant. Default true.
    /// </summary>
    public bool ScoreCache { get; init; } = true;

    /// <summary>
    /// Setting <c>Features:GracefulDegradation</c>: true if a request may be answered with an older score of the applicant while
    /// the vendor cannot be used. Default true.
    /// </summary>
    public bool GracefulDegradation { get; init; } = true;

    /// <summary>
    /// Setting <c>Features:CandidatePath</c>: the percentage of applicants that are scored by the vendor path in the setting
    /// <c>RiskShield:CandidatePath</c>, 0 to 100. Default 0.
    /// </summary>
    public int CandidatePercent { get; init; }

    /// <summary>
    /// Setting <c>Features:BackupProvider</c>: true if the provider at <c>Backup:BaseUrl</c> is called while RiskShield cannot be
    /// used. Default true.
    /// </summary>
    public bool BackupProvider { get; init; } = true;

    /// <summary>Combines these settings with <c>Validation:StrictIdNumber</c>, which can be changed at run time too.</summary>
    internal FeatureSet With(bool strictIdNumber) =>
        new(ScoreCache, GracefulDegradation, strictIdNumber, CandidatePercent, BackupProvider);
}

/// <summary>An immutable snapshot of the values of all feature flags.</summary>
/// <param name="ScoreCache">Whether a request may be answered with a recent score of the applicant.</param>
/// <param name="GracefulDegradation">
/// Whether a request may be answered with an older score of the applicant while the vendor cannot be used.
/// </param>
/// <param name="StrictIdNumber">Whether an ID number's date and check digit are checked.</param>
/// <param name="CandidatePercent">The percentage of applicants that the candidate path scores, 0 to 100.</param>
/// <param name="BackupProvider">Whether the backup provider is called while RiskShield cannot be used.</param>
public sealed record FeatureSet(
    bool ScoreCache, bool GracefulDegradation, bool StrictIdNumber, int CandidatePercent, bool BackupProvider);
