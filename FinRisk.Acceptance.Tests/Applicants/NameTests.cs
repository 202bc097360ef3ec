using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Applicants;

/// <summary>Contract 1: names are trimmed and normalised to NFC, then 1 to 100 letters, marks and a few signs.</summary>
public sealed class NameTests : AcceptanceTest
{
    /// <summary>A name as sent, and as the vendor must get it.</summary>
    public static TheoryData<string, string, string> Accepted => new()
    {
        { "one letter", "J", "J" },
        { "apostrophe", "O'Neil", "O'Neil" },
        { "typographic apostrophe", "D\u2019Arcy", "D\u2019Arcy" },
        { "hyphen", "Anne-Marie", "Anne-Marie" },
        { "full stops", "J. R.", "J. R." },
        { "inner space", "van der Merwe", "van der Merwe" },
        { "spaces around it", "  Jane  ", "Jane" },
        { "composed accent", "Zo\u00EB", "Zo\u00EB" },
        { "decomposed accent", "Zoe\u0308", "Zo\u00EB" },
        { "two marks on a letter", "Nguye\u0302\u0303n", "Nguy\u1EC5n" },
        { "marks without a composed form", "Q\u0303a", "Q\u0303a" },
        { "decomposed Hangul", "\u1112\u1161\u11ab", "\uD55C" },
        { "Arabic, right to left", "\u0645\u062D\u0645\u062F", "\u0645\u062D\u0645\u062F" },
        { "Hebrew, right to left", "\u05D3\u05D5\u05D3", "\u05D3\u05D5\u05D3" },
        { "Devanagari with vowel signs", "\u0915\u0941\u092E\u093E\u0930\u0940", "\u0915\u0941\u092E\u093E\u0930\u0940" },
        { "Han", "\u674E", "\u674E" },
        { "Han outside the basic plane", "\U00020BB7\u7530", "\U00020BB7\u7530" },
        { "100 characters", new string('a', 100), new string('a', 100) },
        { "100 characters and spaces around them", $" {new string('b', 100)} ", new string('b', 100) },
        { "100 characters after normalisation", Repeat("e\u0301", 100), new string('\u00E9', 100) },
    };

    /// <summary>Names that must be refused.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "empty", "" },
        { "only spaces", "    " },
        { "101 characters", new string('a', 101) },
        { "101 characters after normalisation", Repeat("e\u0301", 101) },
        { "digit", "J4ne" },
        { "Arabic digit", "Jan\u0664" },
        { "underscore", "Jane_" },
        { "at sign", "jane@home" },
        { "angle brackets", "<b>Jane</b>" },
        { "quotation mark", "Ja\"ne" },
        { "comma", "Doe, Jane" },
        { "inner line break", "Ja\nne" },
        { "inner tab", "Ja\tne" },
        { "null character", "Ja\0ne" },
        { "control character", "Ja\u0007ne" },
        { "right-to-left override", "Ja\u202Ene" },
        { "emoji", "Jane \U0001F600" },
        { "no letter: hyphen", "-" },
        { "no letter: apostrophes", "' ' '" },
        { "no letter: marks", "\u0301\u0302" },
        { "en dash", "Anne\u2013Marie" },
        { "letter-like number", "Henry \u2163" },
    };

    /// <summary>Each of the two names is accepted and reaches the vendor normalised.</summary>
    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_good_name_reaches_the_vendor_trimmed_and_normalised(string why, string sent, string normalised)
    {
        Assert.NotNull(why);
        var other = Applicant.New();
        foreach (var (asSent, asScored) in new[]
        {
            (other with { FirstName = sent }, other with { FirstName = normalised }),
            (other with { LastName = sent }, other with { LastName = normalised }),
        })
        {
            Expect.FreshScore(await FinRisk.ValidateAsync(asSent), asScored);
        }
    }

    /// <summary>Each of the two names is refused under its own field name.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_bad_name_is_refused_under_its_field(string why, string name)
    {
        Assert.NotNull(why);
        var other = Applicant.New();
        Expect.Errors(await FinRisk.ValidateAsync(other with { FirstName = name }), "firstName");
        Expect.Errors(await FinRisk.ValidateAsync(other with { LastName = name }), "lastName");
    }

    /// <summary>Every field is required; null counts as missing.</summary>
    [Theory]
    [InlineData("firstName")]
    [InlineData("lastName")]
    [InlineData("idNumber")]
    public async Task A_missing_field_is_refused_under_its_name(string field)
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, string?>>(Applicant.New().ToJson())!;
        fields[field] = null;
        Expect.Errors(await FinRisk.PostAsync(JsonSerializer.Serialize(fields)), field);
        fields.Remove(field);
        Expect.Errors(await FinRisk.PostAsync(JsonSerializer.Serialize(fields)), field);
    }

    /// <summary>A field that is no string is a caller's fault too, never ours.</summary>
    [Theory]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task A_field_of_the_wrong_type_is_refused(string value)
    {
        foreach (var field in new[] { "firstName", "lastName", "idNumber" })
        {
            var body = Applicant.New().ToJson();
            var start = body.IndexOf($"\"{field}\":", StringComparison.Ordinal) + field.Length + 3;
            var end = body.IndexOf('"', start + 1) + 1;
            var answer = await FinRisk.PostAsync(body[..start] + value + body[end..]);

            // The contract does not say which of the two it is.
            Expect.Problem(answer, 400, answer.Get("code") is "validation-failed" ? "validation-failed" : "invalid-json");
        }
    }

    /// <summary>A caller corrects everything in one go.</summary>
    [Fact]
    public async Task All_field_errors_are_reported_together() =>
        Expect.Errors(await FinRisk.PostAsync("""{"firstName":"","lastName":"D0e","idNumber":"80"}"""), "firstName", "lastName", "idNumber");

    /// <summary>An empty object misses all three.</summary>
    [Fact]
    public async Task An_empty_object_misses_every_field() =>
        Expect.Errors(await FinRisk.PostAsync("{}"), "firstName", "lastName", "idNumber");

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
