using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using FinRisk.Scoring.Applicants;
using FinRisk.Testing;

namespace FinRisk.Scoring.Tests.Applicants;

/// <summary>Contract 1: trimmed, folded by its table and NFC, 1 to 100 characters, at least one letter.</summary>
public sealed partial class NameRulesTests
{
    private const string Empty = "must not be empty";
    private const string TooLong = "must have at most 100 characters";
    private const string NoLetter = "must contain at least one letter";

    public static TheoryData<string, string> Accepted => new()
    {
        { "Jane", "Jane" },
        { "X", "X" },
        { "  Jane \t\r\n", "Jane" },
        { "\u00A0Jane\u3000", "Jane" },
        { "Mary Ann", "Mary Ann" },
        { "O'Brien", "O'Brien" },
        { "O\u2019Brien", "O'Brien" },
        { "\u2018Ofa", "'Ofa" },
        { "O\u00B4Neill", "O'Neill" },
        { "O`Neill", "O'Neill" },
        { "Mkhize\u2010Botha", "Mkhize-Botha" },
        { "Mkhize\u2011Botha", "Mkhize-Botha" },
        { "Mkhize\u2013Botha", "Mkhize-Botha" },
        { "Anna\u00A0Maria", "Anna Maria" },
        { "Gal\u00B7la", "Gal\u00B7la" },
        { "\u30DE\u30A4\u30B1\u30EB\u30FB\u30B8\u30E7\u30F3", "\u30DE\u30A4\u30B1\u30EB\u30FB\u30B8\u30E7\u30F3" },
        { "\u0639\u0644\u06CC\u200C\u0631\u0636\u0627", "\u0639\u0644\u06CC\u0631\u0636\u0627" },
        { "\u0DC1\u0DCA\u200D\u0DBB\u0DD3", "\u0DC1\u0DCA\u0DBB\u0DD3" },
        { "Botha, Jr.", "Botha Jr." },
        { "Botha,jnr", "Botha jnr" },
        { "van Wyk, III", "van Wyk III" },
        { "van Wyk,II", "van Wyk II" },
        { "van Wyk, iv", "van Wyk iv" },
        { "Botha, Sr", "Botha Sr" },
        { "Botha, Snr.", "Botha Snr." },
        { "Naidoo s/o Pillay", "Naidoo s/o Pillay" },
        { "Devi D/O Raman", "Devi D/O Raman" },
        { "Sunita w/o Pillay", "Sunita w/o Pillay" },
        { "Ganesh a/l Raman", "Ganesh a/l Raman" },
        { "Devi A/P Raman", "Devi A/P Raman" },
        { "!Gaeb", "\u01C3Gaeb" },
        { "/Xarra", "\u01C0Xarra" },
        { "|Xarra", "\u01C0Xarra" },
        { "//Gana", "\u01C1Gana" },
        { "||Gana", "\u01C1Gana" },
        { "\u2260Oma", "\u01C2Oma" },
        { "#Oma", "\u01C2Oma" },
        { "G//ana", "G\u01C1ana" },
        { "N!xau", "N\u01C3xau" },
        { "N/'aqo", "N\u01C0'aqo" },
        { "|'Ang", "\u01C0'Ang" },
        { "/Ai-/Ais", "\u01C0Ai-\u01C0Ais" },
        { "Kxao //Oma", "Kxao \u01C1Oma" },
        { "Be!na", "Be\u01C3na" },
        { "\u01C3Xo\u01C0o", "\u01C3Xo\u01C0o" },
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
        { "J4ne", [Forbidden("0034", 2)] },
        { "Jane_Doe", [Forbidden("005F", 5)] },
        { "Jane,Doe", [Forbidden("002C", 5)] },
        { "Doe, Jane", [Forbidden("002C", 4)] },
        { "Botha, Jr., Esq", [Forbidden("002C", 6)] },
        { "Botha , Jr", [Forbidden("002C", 7)] },
        { ", Jr", [Forbidden("002C", 1)] },
        { "Jane\nDoe", [Forbidden("000A", 5)] },
        { "Jane\u0000", [Forbidden("0000", 5)] },
        { "Jane\u200B", [Forbidden("200B", 5)] },
        { "\u202EenaJ", [Forbidden("202E", 1)] },
        { "Jane\u2014Doe", [Forbidden("2014", 5)] },
        { "Jane\U0001F600", [Forbidden("1F600", 5)] },
        { "\U00020BB7\U0001F600", [Forbidden("1F600", 2)] },
        { "Jane\uFFFE", [Forbidden("FFFE", 5)] },
        { "Jane\uFFFF", [Forbidden("FFFF", 5)] },
        { "Jane\uFDD0", [Forbidden("FDD0", 5)] },
        { "Jane\U0010FFFF", [Forbidden("10FFFF", 5)] },
        { "Jane\uE000", [Forbidden("E000", 5)] },
        { "Henry\u2167", [Forbidden("2167", 6)] },
        { "Jane/Doe", [Forbidden("002F", 5)] },
        { "Jane|Doe", [Forbidden("007C", 5)] },
        { "Jane//Doe", [Forbidden("002F", 5)] },
        { "Jane/ Doe", [Forbidden("002F", 5)] },
        { "/ Jane", [Forbidden("002F", 1)] },
        { "Jane /", [Forbidden("002F", 6)] },
        { "///Gana", [Forbidden("002F", 1)] },
        { "/|Gana", [Forbidden("002F", 1)] },
        { "!!Gaeb", [Forbidden("0021", 1)] },
        { "Jane!", [Forbidden("0021", 5)] },
        { "s/o Pillay", [Forbidden("002F", 2)] },
        { "Naidoo s/o", [Forbidden("002F", 9)] },
        { "Naidoo x/o Pillay", [Forbidden("002F", 9)] },
        { "An\u034Fna", [Forbidden("034F", 3)] },
        { "Anna\uFE00", [Forbidden("FE00", 5)] },
        { "\u00B7la", [Forbidden("00B7", 1)] },
        { "la\u00B7", [Forbidden("00B7", 3)] },
        { "al-\u00B7la", [Forbidden("00B7", 4)] },
        { "la\u00B7-la", [Forbidden("00B7", 3)] },
        { "An\u200Cna", [Forbidden("200C", 3)] },
        { "\u0639\u200C", [Forbidden("200C", 2)] },
        { "\u0639-\u200C\u0639", [Forbidden("200C", 3)] },
        { "\uAC00\u200D\uAC00", [Forbidden("200D", 2)] },
        { "\U00020BB7\u200D\U00020BB7", [Forbidden("200D", 2)] },
        { "  J4ne", [Forbidden("0034", 4)] },
        { "\u3164", [Forbidden("3164", 1), NoLetter] },
        { "\uFFA0", [Forbidden("FFA0", 1), NoLetter] },
        { "\u115F", [Forbidden("115F", 1), NoLetter] },
        { "\u1160", [Forbidden("1160", 1), NoLetter] },
        { "-", [NoLetter] },
        { "' . -", [NoLetter] },
        { "\u0301\u0302", [NoLetter] },
        { "42", [Forbidden("0034", 1), NoLetter] },
        { new string('7', 101), [TooLong, Forbidden("0037", 1), NoLetter] },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_name_within_the_rules_is_kept_trimmed(string name, string expected)
    {
        var errors = new FieldErrors();
        Assert.Equal(expected, NameRules.Normalize(errors, "firstName", name));
        Assert.False(errors.Any);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_name_is_told_every_rule_it_breaks(string name, string[] broken)
    {
        var errors = new FieldErrors();
        NameRules.Normalize(errors, "lastName", name);
        Assert.Equal(broken, Assert.Single(errors.ToDictionary(), entry => entry.Key == "lastName").Value);
    }

    /// <summary>Between two letters: what the contract's table says, for every code point that there is.</summary>
    [Fact]
    public void Every_code_point_is_judged_as_the_contracts_table_judges_it()
    {
        var becomes = TableRows().Where(
            row => row.Where is "anywhere" || row.Where.Contains("between two letters", StringComparison.Ordinal)
                || row.Where.Contains("inside a word", StringComparison.Ordinal))
            .Where(row => row.Becomes is not "nothing")
            .SelectMany(row => row.CodePoints, (row, codePoint) => (codePoint, row.Becomes))
            .ToDictionary(row => row.codePoint, row => row.Becomes);
        Assert.True(becomes.Count > 25, "The table was not found.");
        for (var value = 0x21; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
                continue;
            var errors = new FieldErrors();
            var name = NameRules.Normalize(errors, "firstName", $"a{rune}a");
            var expected = becomes.TryGetValue(value, out var folded) ? folded
                : Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator ? " "
                : IsVisibleLetterOrMark(rune) ? rune.ToString() : null;
            if (errors.Any != expected is null || (expected is not null && name != $"a{expected}a".Normalize()))
                Assert.Fail($"U+{value:X4} is judged wrongly.");
        }
    }

    [Fact]
    public void Every_code_point_that_the_contract_refuses_by_number_is_refused_everywhere()
    {
        var refused = TableRows().Where(row => row.Where is "nowhere").SelectMany(row => row.CodePoints).ToArray();
        Assert.Contains(0x3164, refused);
        foreach (var value in refused)
        {
            foreach (var name in new[] { $"a{new Rune(value)}a", $"{new Rune(value)}a", $"a{new Rune(value)}",
                $"\u0639{new Rune(value)}\u0639" })
            {
                var errors = new FieldErrors();
                NameRules.Normalize(errors, "firstName", name);
                Assert.True(errors.Any, $"U+{value:X4} was accepted.");
            }
        }
    }

    [Fact]
    public void A_name_that_was_folded_is_folded_to_itself() =>
        Gen.String[Gen.Char["aNGk \u0639\u0DCA\u00E9\u0301!/|#'\u2019-\u2013.\u00B7\u200C\u2260,JrI\u00A0so"], 1, 12].Sample(
            name =>
            {
                var errors = new FieldErrors();
                var once = NameRules.Normalize(errors, "firstName", name);
                if (errors.Any)
                    return true;
                var again = NameRules.Normalize(errors, "firstName", once);
                return !errors.Any && once == again;
            },
            iter: Properties.Iterations(50_000));

    [Fact]
    public void A_missing_name_is_somebody_elses_error()
    {
        var errors = new FieldErrors();
        Assert.Null(NameRules.Normalize(errors, "firstName", null));
        Assert.False(errors.Any);
    }

    private static string Forbidden(string codePoint, int character) =>
        $"may not contain U+{codePoint} at character {character}; "
        + "a name has letters, spaces, apostrophes, hyphens and full stops";

    /// <summary>
    /// Not by the product's ranges: what .NET calls a letter or mark, without what the standard calls default-ignorable.
    /// </summary>
    private static bool IsVisibleLetterOrMark(Rune rune) =>
        (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
        && rune.Value is not (
            0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x180B or 0x180C or 0x180D or 0x180F or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF));

    /// <summary>The rows of the contract's table that name code points; what one becomes as text.</summary>
    private static (int[] CodePoints, string Where, string Becomes)[] TableRows() =>
    [
        .. from line in Repository.Read("docs/contract.md").Split('\n')
           let cells = Cell().Matches(line).Select(match => match.Value.Trim()).ToArray()
           where cells.Length == 3 && CodePoint().IsMatch(cells[0])
           let target = CodePoint().Match(cells[2])
           select (
               CodePoints(cells[0]), cells[1], target.Success
                   ? string.Concat(CodePoints(target.Value).Select(value => new Rune(value)))
                   : cells[2]),
    ];

    private static int[] CodePoints(string text) =>
        [.. CodePoint().Matches(text).Select(
            match => int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"U\+([0-9A-F]{4,6})")]
    private static partial Regex CodePoint();

    [GeneratedRegex(@"(?<=\| )(?:\\\||[^|])+(?= \|)")]
    private static partial Regex Cell();
}
