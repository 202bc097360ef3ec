using System.Text;
using System.Text.Json;
using FinRisk.Scoring.Applicants;

namespace FinRisk.Scoring.Tests.Applicants;

/// <summary>Made-up applicants and bodies.</summary>
internal static class Samples
{
    public const string IdNumber = "8001015009087";

    public static Applicant Jane { get; } = new("Jane", "Doe", IdNumber);

    /// <summary>A body with these fields, everything beyond ASCII escaped or not as the serializer sees fit.</summary>
    public static byte[] Body(string firstName = "Jane", string lastName = "Doe", string idNumber = IdNumber) =>
        JsonSerializer.SerializeToUtf8Bytes(new { firstName, lastName, idNumber });

    public static ApplicantReading Read(string json, bool strict = true) => ApplicantReader.Read(Encoding.UTF8.GetBytes(json), strict);

    /// <summary>An ID number with its right check digit, reckoned apart from the product: double every second digit from the right.</summary>
    public static string MakeIdNumber(string birthday, int sequence = 5009, int citizenship = 0)
    {
        var digits = $"{birthday}{sequence:0000}{citizenship}8";
        var sum = 0;
        for (var fromRight = 0; fromRight < digits.Length; fromRight++)
        {
            var digit = digits[^(fromRight + 1)] - '0';
            sum += fromRight % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
        }

        return digits + (10 - sum % 10) % 10;
    }
}
