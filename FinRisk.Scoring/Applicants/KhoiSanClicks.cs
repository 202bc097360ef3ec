using System.Text;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// Recognises the click letters of Khoi-San names, U+01C0 to U+01C3, when they are typed with keyboard characters such as
/// <c>!</c> or <c>//</c> (contract, section 1). Such characters are a click if a letter, or an apostrophe and a letter, follows
/// them, and if they are at the start of a word or after an initial N, G or K (<c>N!xau</c>, <c>G//ana</c>). The characters
/// <c>!</c>, <c>‡</c> and <c>≠</c>, which have no other use in a name, are also a click inside a word.
/// </summary>
internal static class KhoiSanClicks
{
    private const string Accompaniments = "NGKngk";

    /// <summary>
    /// Appends the click letter that is typed at <paramref name="index"/> to <paramref name="folded"/>. Returns the number of
    /// characters that it is typed with; 0 if there is no click.
    /// </summary>
    public static int AppendClick(Rune[] runes, int index, StringBuilder folded)
    {
        var (letter, length, canStandInside) = Read(runes, index);
        var canStandHere = IsInitial(runes, index) || (canStandInside && NameFolding.IsLetterOrMark(runes[index - 1]));
        if (length == 0 || !canStandHere || !IsFollowedByLetter(runes, index + length))
            return 0;
        folded.Append(letter);
        return length;
    }

    private static (char Letter, int Length, bool CanStandInside) Read(Rune[] runes, int index) => runes[index].Value switch
    {
        '!' => ('\u01C3', 1, true),
        '/' or '|' when index + 1 < runes.Length && runes[index + 1] == runes[index] => ('\u01C1', 2, false),
        '/' or '|' => ('\u01C0', 1, false),
        0x2016 => ('\u01C1', 1, false),
        '#' => ('\u01C2', 1, false),
        0x2021 or 0x2260 => ('\u01C2', 1, true),
        _ => default,
    };

    private static bool IsInitial(Rune[] runes, int index) =>
        NameFolding.IsWordStart(runes, index)
        || (Accompaniments.Contains(runes[index - 1].ToString(), StringComparison.Ordinal)
            && NameFolding.IsWordStart(runes, index - 1));

    private static bool IsFollowedByLetter(Rune[] runes, int next) =>
        IsLetterAt(runes, next)
        || (next < runes.Length && NameFolding.IsApostrophe(runes[next]) && IsLetterAt(runes, next + 1));

    private static bool IsLetterAt(Rune[] runes, int index) => index < runes.Length && NameFolding.IsLetter(runes[index]);
}
