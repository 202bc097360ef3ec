using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A person who does not exist. Every <see cref="New"/> one is unique, so that no cached score couples two tests.</summary>
internal sealed record Applicant(string FirstName, string LastName, string IdNumber)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int NameLength = 14;

    public static Applicant New() => new(RandomName(), RandomName(), SouthAfricanId.New());

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

    /// <summary>The level that goes with it. The bands are the simulated vendor's: the product must not have any of its own.</summary>
    public string ExpectedLevel => ExpectedScore switch
    {
        < 40 => "LOW",
        < 75 => "MEDIUM",
        < 90 => "HIGH",
        _ => "CRITICAL",
    };

    public string ToJson() => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["firstName"] = FirstName,
        ["lastName"] = LastName,
        ["idNumber"] = IdNumber,
    });

    /// <summary>Says nothing: the generated one would put the person into test reports.</summary>
    public override string ToString() => "an applicant";

    private static string RandomName()
    {
        var name = RandomNumberGenerator.GetString(Letters, NameLength);
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
