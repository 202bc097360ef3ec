using System.Globalization;
using System.Text;

namespace FinRisk.Scoring.Applicants;

/// <summary>A character that is not allowed at its position in a name.</summary>
/// <param name="Rune">The code point.</param>
/// <param name="Index">Its zero-based position in the name, in Unicode scalar values.</param>
internal readonly record struct RefusedCharacter(Rune Rune, int Index);

/// <summary>
/// Folds the different ways to type a name into one form, so that each applicant has one cache entry and is billed once. The
/// table in contract, section 1, lists the code points. Folding is idempotent.
/// </summary>
internal static class NameFolding
{
    /// <summary>
    /// The blocks of scripts that use U+200C (zero-width non-joiner) and U+200D (zero-width joiner) between letters.
    /// </summary>
    private static readonly (int First, int Last)[] JoiningScripts =
        [(0x0600, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0xA840, 0xA87F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)];

    /// <summary>Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt, version 16).</summary>
    private static readonly (int First, int Last)[] DefaultIgnorable =
    [
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>
    /// The abbreviations with a slash that identity documents print between two names: son of, daughter of, wife of, and the
    /// Malay anak lelaki and anak perempuan.
    /// </summary>
    private static readonly string[] Kinships = ["s/o", "d/o", "w/o", "a/l", "a/p"];

    /// <summary>The suffixes that may follow a comma at the end of a name.</summary>
    private static readonly string[] Generations = ["Jr", "Jnr", "Sr", "Snr", "II", "III", "IV"];

    /// <summary>True if a code point is a visible letter.</summary>
    public static bool IsLetter(Rune rune) => Rune.IsLetter(rune) && !IsDefaultIgnorable(rune);

    /// <summary>
    /// True if a code point has the Unicode property Default_Ignorable_Code_Point: it is normally invisible, so it must not
    /// distinguish two names.
    /// </summary>
    public static bool IsDefaultIgnorable(Rune rune) => IsWithin(DefaultIgnorable, rune.Value);

    /// <summary>True if a code point is U+002D or is folded to it.</summary>
    public static bool IsHyphen(Rune rune) =>
        rune.Value is '-' or 0x058A or 0x05BE or 0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2212 or 0xFE63 or 0xFF0D;

    /// <summary>True if a code point is U+0027 or is folded to it.</summary>
    public static bool IsApostrophe(Rune rune) =>
        rune.Value is '\'' or '`' or 0x00B4 or 0x05F3 or 0x2018 or 0x2019 or 0x201B or 0x2032 or 0xFF07;

    /// <summary>True if the index is the start of a word: the start of the name, or after a space or a hyphen.</summary>
    public static bool IsWordStart(Rune[] runes, int index) =>
        index == 0 || IsSpace(runes, index - 1) || IsHyphen(runes[index - 1]);

    /// <summary>True if a code point is a visible letter or a combining mark.</summary>
    public static bool IsLetterOrMark(Rune rune) => !IsDefaultIgnorable(rune) && (Rune.IsLetter(rune) || IsMark(rune));

    /// <summary>
    /// Folds a trimmed name. If the name contains a character that is not allowed, returns the name unchanged and the first such
    /// character.
    /// </summary>
    public static (string Name, RefusedCharacter? Refused) Fold(string name)
    {
        Rune[] runes = [.. name.EnumerateRunes()];
        var folded = new StringBuilder(name.Length);
        for (var index = 0; index < runes.Length;)
        {
            var consumed = AppendFolded(runes, index, folded);
            if (consumed == 0)
                return (name, new RefusedCharacter(runes[index], index));
            index += consumed;
        }

        return (folded.ToString().Normalize(NormalizationForm.FormC), null);
    }

    /// <summary>
    /// Appends the folded form of the character at <paramref name="index"/>. Returns the number of consumed characters; 0 if the
    /// character is not allowed.
    /// </summary>
    private static int AppendFolded(Rune[] runes, int index, StringBuilder folded)
    {
        var rune = runes[index];
        if (IsLetterOrMark(rune) || rune.Value == '.')
            folded.Append(rune);
        else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
            folded.Append(' ');
        else if (IsApostrophe(rune))
            folded.Append('\'');
        else if (IsHyphen(rune))
            folded.Append('-');
        else if (MiddleDot(rune) is { } dot && IsBetween(runes, index, IsLetterOrMark))
            folded.Append(dot);
        else if (IsKinship(runes, index))
            folded.Append('/');
        else if (rune.Value == ',' && IsBeforeGeneration(runes, index))
            folded.Append(IsSpace(runes, index + 1) ? "" : " ");
        else if (!(rune.Value is 0x200C or 0x200D && IsBetween(runes, index, IsOfJoiningScript)))
            return KhoiSanClicks.AppendClick(runes, index, folded);

        // A joiner between letters of a script that uses it gets here without being appended: names with and without it are the
        // same.
        return 1;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static string? MiddleDot(Rune rune) => rune.Value switch
    {
        0x00B7 or 0x2027 or 0x2219 => "\u00B7",
        0x30FB or 0xFF65 => "\u30FB",
        _ => null,
    };

    private static bool IsKinship(Rune[] runes, int index) =>
        runes[index].Value == '/'
        && IsSpace(runes, index - 2)
        && IsSpace(runes, index + 2)
        && Kinships.Contains($"{runes[index - 1]}/{runes[index + 1]}", StringComparer.OrdinalIgnoreCase);

    private static bool IsBeforeGeneration(Rune[] runes, int index)
    {
        if (index == 0 || !IsLetterOrMark(runes[index - 1]))
            return false;
        var rest = string.Concat(runes[(index + 1)..]).Trim();
        return Generations.Contains(rest.EndsWith('.') ? rest[..^1] : rest, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsOfJoiningScript(Rune rune) => IsLetterOrMark(rune) && IsWithin(JoiningScripts, rune.Value);

    private static bool IsBetween(Rune[] runes, int index, Func<Rune, bool> matches) =>
        index > 0 && index < runes.Length - 1 && matches(runes[index - 1]) && matches(runes[index + 1]);

    private static bool IsSpace(Rune[] runes, int index) =>
        index >= 0 && index < runes.Length && Rune.GetUnicodeCategory(runes[index]) == UnicodeCategory.SpaceSeparator;

    private static bool IsWithin((int First, int Last)[] ranges, int value)
    {
        // The ranges are in ascending order, and most code points come before the first range.
        foreach (var (first, last) in ranges)
        {
            if (value <= last)
                return value >= first;
        }

        return false;
    }
}
