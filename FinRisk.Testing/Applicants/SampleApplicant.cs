using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinRisk.Testing.Applicants;

/// <summary>
/// A person who does not exist. Every <see cref="New"/> one is unique, so that no cached score couples two tests.
/// </summary>
public sealed record SampleApplicant(string FirstName, string LastName, string IdNumber)
{
    /// <summary>A valid ID number, that of <see cref="Jane"/>.</summary>
    public const string IdNumberOfJane = "8001015009087";

    /// <summary>The body of a request for <see cref="Jane"/>.</summary>
    public const string JsonOfJane = $$"""{"firstName":"Jane","lastName":"Doe","idNumber":"{{IdNumberOfJane}}"}""";

    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int NameLength = 14;

    /// <summary>The applicant of every example, for tests in which the name does not matter.</summary>
    public static SampleApplicant Jane { get; } = new("Jane", "Doe", IdNumberOfJane);

    /// <summary>An applicant that this run has not used.</summary>
    public static SampleApplicant New() => new(RandomName(), RandomName(), SouthAfricanId.New());

    /// <summary>The score that the simulated vendor gives: FNV-1a of the three fields, modulo 101.</summary>
    public int ExpectedScore
    {
        get
        {
            var hash = 2166136261u;
            foreach (var octet in Encoding.UTF8.GetBytes($"{FirstName}|{LastName}|{IdNumber}"))
                hash = (hash ^ octet) * 16777619u;
            return (int)(hash % 101);
        }
    }

    /// <summary>
    /// The level that goes with it. The bands are the simulated vendor's: the product must not have any of its own.
    /// </summary>
    public string ExpectedLevel => ExpectedScore switch
    {
        < 40 => "LOW",
        < 75 => "MEDIUM",
        < 90 => "HIGH",
        _ => "CRITICAL",
    };

    /// <summary>The body of a request for this applicant.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["firstName"] = FirstName,
        ["lastName"] = LastName,
        ["idNumber"] = IdNumber,
    });

    /// <summary>Says nothing: the generated text would put the person into test reports.</summary>
    public override string ToString() => "an applicant";

    private static string RandomName()
    {
        var name = RandomNumberGenerator.GetString(Letters, NameLength);
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
