namespace FinRisk.Scoring.Applicants;

/// <summary>
/// A person whose risk is asked for: names trimmed, folded and NFC-normalised, the ID number 13 digits (contract, section 1).
/// Personal information: lives in memory and on the wire to the vendor only. <see cref="ToString"/> tells nothing, so that
/// no log call, exception or debugger string can leak it.
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
