using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Tests.Applicants;
using Microsoft.AspNetCore.DataProtection;

namespace FinRisk.Scoring.Tests.Privacy;

/// <summary>A key ring and a pepper that last as long as the test.</summary>
internal static class Secrets
{
    public static byte[] Pepper { get; } = [.. Enumerable.Range(0, LookupHasher.MinPepperBytes).Select(at => (byte)at)];

    public static LookupHasher Hasher { get; } = new(Pepper);

    /// <summary>After the pepper was changed: a new one, and the first one as a previous one.</summary>
    public static LookupHasher Rotated { get; } = new([.. Pepper.Select(value => (byte)~value)], Pepper);

    public static IDataProtectionProvider KeyRing { get; } = new EphemeralDataProtectionProvider();

    public static ApplicantSealer Sealer { get; } = new(KeyRing);

    /// <summary>The sample applicant, sealed for a validation, as it comes back from a store.</summary>
    public static SealedApplicant SealJane(ValidationId id) => new(Sealer.Seal(Samples.Jane, id).Payload);
}
