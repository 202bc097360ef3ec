using System.Text;
using System.Text.Json;
using FinRisk.Scoring.Applicants;
using FinRisk.Testing.Applicants;

namespace FinRisk.Scoring.Tests.Applicants;

/// <summary>Made-up applicants and bodies.</summary>
internal static class Samples
{
    public const string IdNumber = SampleApplicant.IdNumberOfJane;

    public static Applicant Jane { get; } = new(SampleApplicant.Jane.FirstName, SampleApplicant.Jane.LastName, IdNumber);

    /// <summary>A body with these fields, everything beyond ASCII escaped or not as the serializer sees fit.</summary>
    public static byte[] Body(string firstName = "Jane", string lastName = "Doe", string idNumber = IdNumber) =>
        JsonSerializer.SerializeToUtf8Bytes(new { firstName, lastName, idNumber });

    public static ApplicantReading Read(string json, bool strict = true) =>
        ApplicantReader.Read(Encoding.UTF8.GetBytes(json), strict);
}
