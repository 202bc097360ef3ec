namespace FinRisk.Client;

/// <summary>The person to score. Personal data: it is sent to FinRisk and appears nowhere else.</summary>
/// <param name="FirstName">1 to 100 characters with at least one letter; section 1 of the contract has all rules.</param>
/// <param name="LastName">The same rules as for the first name.</param>
/// <param name="IdNumber">A South African ID number of 13 digits; spaces and hyphens are ignored.</param>
public sealed record Applicant(string FirstName, string LastName, string IdNumber)
{
    /// <summary>Returns a constant, so that no log line or test report shows personal data.</summary>
    public override string ToString() => "an applicant";
}
