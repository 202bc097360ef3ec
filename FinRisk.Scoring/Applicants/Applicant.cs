namespace FinRisk.Scoring.Applicants;

/// <summary>
/// A person whose risk is to be scored. The names are trimmed, folded and in Unicode normalization form C (contract, section 1).
/// An applicant is personal information, so it exists only in memory and on the wire to the vendor.
/// <see cref="ToString"/> reveals nothing, so that no log call or exception can leak it.
/// </summary>
public sealed class Applicant(string firstName, string lastName, string idNumber)
{
    /// <summary>Given names, 1 to 100 Unicode characters.</summary>
    public string FirstName { get; } = firstName;

    /// <summary>Family name, 1 to 100 Unicode characters.</summary>
    public string LastName { get; } = lastName;

    /// <summary>South African ID number, 13 digits.</summary>
    public string IdNumber { get; } = idNumber;

    /// <inheritdoc/>
    public override string ToString() => "(applicant)";
}
