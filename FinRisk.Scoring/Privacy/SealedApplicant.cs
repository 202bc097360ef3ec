namespace FinRisk.Scoring.Privacy;

/// <summary>
/// An encrypted applicant, bound to one validation. Only in this form may an applicant be stored, queued or passed to a workflow,
/// and only <see cref="ApplicantSealer"/> can open it. The type lets the compiler reject an unencrypted applicant in these
/// places.
/// </summary>
/// <param name="Payload">The encrypted bytes in base64url. They reveal only the id of their key and their length.</param>
public sealed record SealedApplicant(string Payload)
{
    /// <inheritdoc/>
    public override string ToString() => "(sealed applicant)";
}
