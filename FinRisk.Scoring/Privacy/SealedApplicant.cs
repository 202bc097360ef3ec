using System.Text.Json.Serialization;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;

namespace FinRisk.Scoring.Privacy;

/// <summary>
/// An applicant under authenticated encryption, bound to one validation. The only form in which an applicant may be stored,
/// queued or handed to a workflow; only <see cref="ApplicantSealer"/> turns it back. The type exists so that the compiler
/// refuses an open applicant where a sealed one belongs.
/// </summary>
/// <param name="payload">The protected bytes, base64url; they tell their key's id and nothing else.</param>
public sealed class SealedApplicant(string payload) : IEquatable<SealedApplicant>
{
    /// <summary>The protected bytes, base64url.</summary>
    public string Payload { get; init; } = payload;

    /// <summary>
    /// What was sealed and for which validation, while this is still the very object that sealing gave: a call made at once in
    /// the same process need not decrypt. It is in no serialised form, and goes when the validation ends.
    /// </summary>
    [JsonIgnore]
    internal (Applicant Applicant, ValidationId Id)? Fresh { get; init; }

    /// <summary>Two are equal when their payloads are.</summary>
    public bool Equals(SealedApplicant? other) => other is not null && Payload == other.Payload;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SealedApplicant);

    /// <inheritdoc/>
    public override int GetHashCode() => Payload.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "(sealed applicant)";
}
