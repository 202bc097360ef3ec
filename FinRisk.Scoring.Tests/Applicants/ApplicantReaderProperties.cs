using System.Text;
using System.Text.Json;
using CsCheck;
using FinRisk.Scoring.Applicants;
using FinRisk.Testing;

namespace FinRisk.Scoring.Tests.Applicants;

/// <summary>Whatever is sent, reading ends in exactly one of three ways and quotes nothing.</summary>
public sealed class ApplicantReaderProperties
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[0, 120],
        Gen.String[Gen.Char["Jane Doe-'.\u00E9\u0301 7_\u0000\uD800"], 0, 12],
        Gen.Const(Samples.IdNumber),
        Gen.String[Gen.Char["0123456789"], 12, 14]);

    private static readonly Gen<byte[]> NearlyValid =
        from first in Text
        from last in Text
        from id in Text
        from edits in Gen.Select(
            Gen.Int[0, 3], Gen.Int[0, 400], Gen.OneOf(Gen.Byte, Gen.OneOf("\"\\{}[],:u0"u8.ToArray()))).Array[0, 5]
        select edits.Aggregate(
            Samples.Body(Valid(first), Valid(last), Valid(id)), (body, edit) => Edit(body, edit.Item1, edit.Item2, edit.Item3));

    [Fact]
    public void Any_bytes_give_exactly_one_of_applicant_fault_and_errors() =>
        Gen.Byte.Array[0, 300].Sample(
            body => IsOneOfThree(ApplicantReader.Read(body, strictIdNumber: true)), iter: Properties.Iterations(5_000));

    [Fact]
    public void Any_mutated_body_gives_exactly_one_of_applicant_fault_and_errors() =>
        NearlyValid.Sample(
            body => IsOneOfThree(ApplicantReader.Read(body, strictIdNumber: true)), iter: Properties.Iterations(5_000));

    [Fact]
    public void Every_reading_that_strictly_passes_keeps_its_promises() =>
        NearlyValid.Sample(
            body =>
            {
                if (ApplicantReader.Read(body, strictIdNumber: true).Applicant is not { } applicant)
                    return true;
                return applicant.IdNumber.Length == 13
                    && applicant.IdNumber.All(char.IsAsciiDigit)
                    && new[] { applicant.FirstName, applicant.LastName }.All(
                        name => name == name.Trim() && name.Length > 0 && !name.Contains('\n', StringComparison.Ordinal));
            },
            iter: Properties.Iterations(5_000));

    /// <summary>The letters of a Greek word cannot come from our own English sentences.</summary>
    [Fact]
    public void No_message_quotes_a_value() =>
        Gen.Select(
            Gen.String[Gen.Char["\u03B1\u03B2\u03B3\u03B4_7"], 4, 130],
            Gen.String[Gen.Char["\u03B1\u03B2\u03B3\u03B49"], 4, 13],
            Gen.Int[0, 60])
            .Sample(
                (name, id, cut) =>
                {
                    var body = Samples.Body(name, name, id);
                    var whole = ApplicantReader.Read(body, strictIdNumber: true);
                    var broken = ApplicantReader.Read(body.AsMemory(..^cut), strictIdNumber: true);
                    return Messages(whole).Concat(Messages(broken)).All(message => Ascii.IsValid(message));
                },
                iter: Properties.Iterations(5_000));

    private static bool IsOneOfThree(ApplicantReading reading) =>
        (reading.Applicant is null ? 0 : 1) + (reading.BodyError is null ? 0 : 1) + (reading.FieldErrors is null ? 0 : 1) == 1
        && reading.FieldErrors is not { Count: 0 };

    private static IEnumerable<string> Messages(ApplicantReading reading) =>
        (reading.FieldErrors ?? new Dictionary<string, string[]>()).SelectMany(
            entry => entry.Value.Append(entry.Key)).Append(reading.BodyError ?? "");

    /// <summary>The serializer of the test refuses lone surrogates; mutations put them in as escapes.</summary>
    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[] Edit(byte[] body, int how, int where, byte value)
    {
        var at = body.Length == 0 ? 0 : where % body.Length;
        return how switch
        {
            0 => [.. body[..at], value, .. body[at..]],
            1 when body.Length > 0 => [.. body[..at], value, .. body[(at + 1)..]],
            2 when body.Length > 0 => [.. body[..at], .. body[(at + 1)..]],
            _ => [.. body[..at], .. "\\ud800"u8, .. body[at..]],
        };
    }
}
