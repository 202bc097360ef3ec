using System.Globalization;
using System.Text;
using FinRisk.Scoring.Applicants;

namespace FinRisk.Scoring.Tests.Applicants;

/// <summary>Contract 1: trimmed and NFC, 1 to 100 characters, letters and marks and a few signs, at least one letter.</summary>
public sealed class NameRulesTests
{
    private const string Empty = "must not be empty";
    private const string TooLong = "must have at most 100 characters";
    private const string Forbidden = "may hold only letters, spaces, apostrophes, hyphens and full stops";
    private const string NoLetter = "must hold at least one letter";

    public static TheoryData<string, string> Accepted => new()
    {
        { "Jane", "Jane" },
        { "X", "X" },
        { "  Jane \t\r\n", "Jane" },
        { "\u00A0Jane\u3000", "Jane" },
        { "Mary Ann", "Mary Ann" },
        { "O'Brien", "O'Brien" },
        { "O\u2019Brien", "O\u2019Brien" },
        { "Smith-Jones Jr.", "Smith-Jones Jr." },
        { "Zo\u00EB", "Zo\u00EB" },
        { "\u5F20\u4F1F", "\u5F20\u4F1F" },
        { "\u0645\u062D\u0645\u0651\u062F", "\u0645\u062D\u0645\u0651\u062F" },
        { "\u0928\u093F\u0924\u093F\u0928", "\u0928\u093F\u0924\u093F\u0928" },
        { "Jose\u0301", "Jos\u00E9" },
        { "  Jose\u0301  ", "Jos\u00E9" },
        { "A\u030Angstro\u0308m", "\u00C5ngstr\u00F6m" },
        { "\u212Bngstr\u00F6m", "\u00C5ngstr\u00F6m" },
        { "Vie\u0323\u0302t", "Vi\u1EC7t" },
        { "\u1112\u1161\u11AB", "\uD55C" },
        { "q\u0307\u0323", "q\u0323\u0307" },
        { "X\u20DD", "X\u20DD" },
        { "\U00020BB7\u91CE", "\U00020BB7\u91CE" },
        { "\u01C5", "\u01C5" },
        { "\u02BBOkina", "\u02BBOkina" },
        { new string('a', 100), new string('a', 100) },
        { "  " + new string('a', 100) + "  ", new string('a', 100) },
        { string.Concat(Enumerable.Repeat("e\u0301", 100)), new string('\u00E9', 100) },
        { string.Concat(Enumerable.Repeat("\U00020BB7", 100)), string.Concat(Enumerable.Repeat("\U00020BB7", 100)) },
    };

    public static TheoryData<string, string[]> Refused => new()
    {
        { "", [Empty] },
        { " \t\u00A0", [Empty] },
        { new string('a', 101), [TooLong] },
        { string.Concat(Enumerable.Repeat("e\u0301", 101)), [TooLong] },
        { string.Concat(Enumerable.Repeat("\U00020BB7", 101)), [TooLong] },
        { "J4ne", [Forbidden] },
        { "Jane_Doe", [Forbidden] },
        { "Jane,Doe", [Forbidden] },
        { "Jane\nDoe", [Forbidden] },
        { "Jane\u00A0Doe", [Forbidden] },
        { "Jane\u0000", [Forbidden] },
        { "Jane\u200B", [Forbidden] },
        { "\u202EenaJ", [Forbidden] },
        { "Jane\u2013Doe", [Forbidden] },
        { "Jane\u2018Doe", [Forbidden] },
        { "Jane\U0001F600", [Forbidden] },
        { "Jane\uFFFE", [Forbidden] },
        { "Jane\uFFFF", [Forbidden] },
        { "Jane\uFDD0", [Forbidden] },
        { "Jane\U0010FFFF", [Forbidden] },
        { "Jane\uE000", [Forbidden] },
        { "Henry\u2167", [Forbidden] },
        { "-", [NoLetter] },
        { "' . -", [NoLetter] },
        { "\u0301\u0302", [NoLetter] },
        { "42", [Forbidden, NoLetter] },
        { new string('7', 101), [TooLong, Forbidden, NoLetter] },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_name_within_the_rules_is_kept_trimmed(string name, string expected)
    {
        var errors = new FieldErrors();
        Assert.Equal(expected, NameRules.Check(errors, "firstName", name));
        Assert.False(errors.Any);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_name_is_told_every_rule_it_breaks(string name, string[] broken)
    {
        var errors = new FieldErrors();
        NameRules.Check(errors, "lastName", name);
        Assert.Equal(broken, Assert.Single(errors.ToDictionary(), entry => entry.Key == "lastName").Value);
    }

    [Fact]
    public void Every_Unicode_character_is_judged_by_its_category()
    {
        for (var value = 0x21; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
                continue;
            var errors = new FieldErrors();
            NameRules.Check(errors, "firstName", $"a{rune}a");
            if (errors.Any == IsAllowed(rune))
                Assert.Fail($"U+{value:X4} is judged wrongly.");
        }
    }

    [Fact]
    public void A_missing_name_is_somebody_elses_error()
    {
        var errors = new FieldErrors();
        Assert.Null(NameRules.Check(errors, "firstName", null));
        Assert.False(errors.Any);
    }

    private static bool IsAllowed(Rune rune) => Rune.IsLetter(rune)
        || "'\u2019-.".Contains(rune.ToString(), StringComparison.Ordinal)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
