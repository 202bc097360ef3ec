namespace FinRisk.Scoring.Privacy;

/// <summary>
/// An applicant under authenticated encryption, bound to one validation. The only form in which an applicant may be stored,
/// queued or handed to a workflow; only <see cref="ApplicantSealer"/> opens it. The type exists so that the compiler refuses an
/// open applicant where a sealed one belongs.
/// </summary>
/// <param name="Payload">The protected bytes, base64url; they reveal the id of their key and nothing else.</param>
public sealed record SealedApplicant(string Payload)
{
    /// <inheritdoc/>
    public override string ToString() => "(sealed applicant)";
}
