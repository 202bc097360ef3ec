using System.Text;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// The click letters of Khoi-San names, U+01C0 to U+01C3, as keyboards type them (contract, section 1). A typed click stands before
/// a letter, or before an apostrophe and a letter: at the start of a word, or after the N, G or K that goes with it there
/// (<c>N!xau</c>, <c>G//ana</c>). <c>!</c>, <c>‡</c> and <c>≠</c>, which have no other use in a name, may also stand inside a word.
/// </summary>
internal static class KhoiSanClicks
{
    private const string Accompaniments = "NGKngk";

    /// <summary>Appends the click that is typed at <paramref name="i"/>; returns how many characters type it, 0: none.</summary>
    public static int Take(Rune[] runes, int i, StringBuilder folded)
    {
        var (letter, length, canStandInside) = Read(runes, i);
        if (length == 0 || !IsFollowedByLetter(runes, i + length) || !(IsInitial(runes, i) || (canStandInside && IsInside(runes, i))))
            return 0;
        folded.Append(letter);
        return length;
    }

    private static (char Letter, int Length, bool CanStandInside) Read(Rune[] runes, int i) => runes[i].Value switch
    {
        '!' => ('\u01C3', 1, true),
        '/' or '|' when i + 1 < runes.Length && runes[i + 1] == runes[i] => ('\u01C1', 2, false),
        '/' or '|' => ('\u01C0', 1, false),
        0x2016 => ('\u01C1', 1, false),
        '#' => ('\u01C2', 1, false),
        0x2021 or 0x2260 => ('\u01C2', 1, true),
        _ => default,
    };

    private static bool IsInitial(Rune[] runes, int i) =>
        NameFolding.IsWordStart(runes, i)
        || (Accompaniments.Contains(runes[i - 1].ToString(), StringComparison.Ordinal) && NameFolding.IsWordStart(runes, i - 1));

    private static bool IsInside(Rune[] runes, int i) => i > 0 && NameFolding.IsLetterOrMark(runes[i - 1]);

    private static bool IsFollowedByLetter(Rune[] runes, int next) =>
        IsLetterAt(runes, next)
        || (next < runes.Length && NameFolding.IsApostrophe(runes[next]) && IsLetterAt(runes, next + 1));

    private static bool IsLetterAt(Rune[] runes, int i) => i < runes.Length && NameFolding.IsLetter(runes[i]);
}
