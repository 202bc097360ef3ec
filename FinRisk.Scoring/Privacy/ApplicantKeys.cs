namespace FinRisk.Scoring.Privacy;

/// <summary>The keyed hashes under which one applicant is found.</summary>
/// <param name="Current">The hash under the current pepper: everything new is written under it.</param>
/// <param name="Former">Those under the former peppers; empty unless the pepper was changed of late.</param>
public readonly record struct ApplicantKeys(string Current, IReadOnlyList<string> Former)
{
    /// <summary>Whether a stored key is this applicant's.</summary>
    public bool Contains(string key) => key == Current || (Former.Count > 0 && Former.Contains(key));
}
