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
        { "typographic apostrophe", "D\u2019Arcy", "D'Arcy" },
        { "the apostrophe that a phone makes at a word's start", "\u2018Ofa", "'Ofa" },
        { "acute accent for an apostrophe", "O\u00B4Neill", "O'Neill" },
        { "grave accent for an apostrophe", "O`Neill", "O'Neill" },
        { "U+2010 hyphen", "Mkhize\u2010Botha", "Mkhize-Botha" },
        { "U+2011 hyphen", "Mkhize\u2011Botha", "Mkhize-Botha" },
        { "en dash", "Mkhize\u2013Botha", "Mkhize-Botha" },
        { "no-break space", "Anna\u00A0Maria", "Anna Maria" },
        { "Catalan middle dot", "Gal\u00B7la", "Gal\u00B7la" },
        { "katakana middle dot", "\u30DE\u30A4\u30B1\u30FB\u30B8\u30E7\u30F3", "\u30DE\u30A4\u30B1\u30FB\u30B8\u30E7\u30F3" },
        { "ZWNJ in a Persian compound", "\u0639\u0644\u06CC\u200C\u0631\u0636\u0627", "\u0639\u0644\u06CC\u0631\u0636\u0627" },
        { "ZWJ in a Sinhala name", "\u0DC1\u0DCA\u200D\u0DBB\u0DD3", "\u0DC1\u0DCA\u0DBB\u0DD3" },
        { "comma before Jr.", "Botha, Jr.", "Botha Jr." },
        { "son of", "Naidoo s/o Pillay", "Naidoo s/o Pillay" },
        { "click as official documents print it, !", "!Gaeb", "\u01C3Gaeb" },
        { "click, /", "/Xarra", "\u01C0Xarra" },
        { "click, //", "//Gana", "\u01C1Gana" },
        { "click, |", "|Gaeb", "\u01C0Gaeb" },
        { "click after its accompaniment", "G//ana", "G\u01C1ana" },
        { "clicks of a double name", "/Ai-/Ais", "\u01C0Ai-\u01C0Ais" },
        { "click letters themselves", "\u01C3Xo\u01C0o", "\u01C3Xo\u01C0o" },
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
        { "em dash", "Anne\u2014Marie" },
        { "a stroke between two names", "Anne/Marie" },
        { "a bar between two names", "Anne|Marie" },
        { "two strokes between two names", "Anne//Marie" },
        { "a stroke at the end", "Anne/" },
        { "an exclamation mark at the end", "Anne!" },
        { "only a stroke", "/" },
        { "Hangul filler only", "\u3164" },
        { "halfwidth Hangul filler only", "\uFFA0" },
        { "Hangul choseong filler only", "\u115F" },
        { "combining grapheme joiner inside", "An\u034Fna" },
        { "variation selector at the end", "Anna\uFE00" },
        { "ZWJ between letters that need none", "An\u200Dna" },
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

    /// <summary>The code point and where it stands, by which a person finds it; never the name.</summary>
    [Theory]
    [InlineData("Sekgobela_Mokoena", "U+005F at character 10;")]
    [InlineData("Sekgobela\uFE00", "U+FE00 at character 10;")]
    [InlineData(" Sekgobela/Mokoena", "U+002F at character 11;")]
    public async Task A_refusal_names_the_code_point_and_its_place(string name, string told)
    {
        var applicant = Applicant.New() with { LastName = name };
        var answer = await FinRisk.ValidateAsync(applicant);
        Expect.Errors(answer, "lastName");
        Assert.Contains(told, answer.Json.GetProperty("errors").GetProperty("lastName")[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Sekgobela", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One applicant, one bill: the second way of typing the name is answered from the score cache.</summary>
    [Theory]
    [InlineData("!{0}", "\u01C3{0}")]
    [InlineData("//{0}", "||{0}")]
    [InlineData("O\u2019{0}", "O'{0}")]
    [InlineData("{0}\u2010Botha", "{0}-Botha")]
    [InlineData("{0}, Jr.", "{0} Jr.")]
    public async Task However_a_name_is_typed_the_applicant_is_billed_once(string typed, string other)
    {
        var applicant = Applicant.New();
        (await FinRisk.ValidateAsync(applicant with { LastName = Format(typed, applicant) })).Is(200);
        var again = (await FinRisk.ValidateAsync(applicant with { LastName = Format(other, applicant) })).Is(200);
        Assert.NotNull(again["Age"]);
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
        Expect.Errors(
            await FinRisk.PostAsync("""{"firstName":"","lastName":"D0e","idNumber":"80"}"""),
            "firstName",
            "lastName",
            "idNumber");

    /// <summary>An empty object misses all three.</summary>
    [Fact]
    public async Task An_empty_object_misses_every_field() =>
        Expect.Errors(await FinRisk.PostAsync("{}"), "firstName", "lastName", "idNumber");

    private static string Format(string pattern, Applicant applicant) =>
        pattern.Replace("{0}", applicant.LastName, StringComparison.Ordinal);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
