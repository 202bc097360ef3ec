using System.Globalization;
using System.Text;

namespace FinRisk.Scoring.Applicants;

/// <summary>A character that no name may hold where it stands.</summary>
/// <param name="Rune">The code point.</param>
/// <param name="Index">How many characters stand before it.</param>
internal readonly record struct RefusedCharacter(Rune Rune, int Index);

/// <summary>
/// Brings the ways in which one name is typed to one form, so that an applicant is one cache entry and one bill: the table of code
/// points in contract, section 1. Folding a folded name changes nothing.
/// </summary>
internal static class NameFolding
{
    /// <summary>The scripts whose letters join, and are written with U+200C and U+200D: from Arabic to Sinhala, and from Myanmar on.</summary>
    private static readonly (int First, int Last)[] JoiningScripts =
        [(0x0600, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0xA840, 0xA87F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)];

    /// <summary>Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt, version 16).</summary>
    private static readonly (int First, int Last)[] DefaultIgnorable =
    [
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
        (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
        (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Words with a stroke that documents carry between two names: son, daughter, wife of; anak lelaki, anak perempuan.</summary>
    private static readonly string[] Kinships = ["s/o", "d/o", "w/o", "a/l", "a/p"];

    /// <summary>What may follow a comma at the end of a name.</summary>
    private static readonly string[] Generations = ["Jr", "Jnr", "Sr", "Snr", "II", "III", "IV"];

    /// <summary>Whether a code point is a letter that can be seen.</summary>
    public static bool IsLetter(Rune rune) => Rune.IsLetter(rune) && !IsDefaultIgnorable(rune);

    /// <summary>Whether a code point is invisible wherever it is not supported, and so makes no name another.</summary>
    public static bool IsDefaultIgnorable(Rune rune) => IsWithin(DefaultIgnorable, rune.Value);

    /// <summary>Whether a code point is one of the hyphens that are the same as U+002D.</summary>
    public static bool IsHyphen(Rune rune) =>
        rune.Value is '-' or 0x058A or 0x05BE or 0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2212 or 0xFE63 or 0xFF0D;

    /// <summary>Whether a code point is one of the apostrophes that are the same as U+0027.</summary>
    public static bool IsApostrophe(Rune rune) =>
        rune.Value is '\'' or '`' or 0x00B4 or 0x05F3 or 0x2018 or 0x2019 or 0x201B or 0x2032 or 0xFF07;

    /// <summary>Whether a word begins here: at the start, or after a space or a hyphen.</summary>
    public static bool IsWordStart(Rune[] runes, int i) => i == 0 || IsSpace(runes, i - 1) || IsHyphen(runes[i - 1]);

    /// <summary>Whether a code point is a letter or a mark that can be seen.</summary>
    public static bool IsLetterOrMark(Rune rune) => !IsDefaultIgnorable(rune) && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);

    /// <summary>Folds a trimmed name; where it holds a refused character it comes back as it was, with the first of them.</summary>
    public static (string Name, RefusedCharacter? Refused) Fold(string name)
    {
        Rune[] runes = [.. name.EnumerateRunes()];
        var folded = new StringBuilder(name.Length);
        for (var i = 0; i < runes.Length;)
        {
            var taken = Take(runes, i, folded);
            if (taken == 0)
                return (name, new RefusedCharacter(runes[i], i));
            i += taken;
        }

        return (folded.ToString().Normalize(NormalizationForm.FormC), null);
    }

    /// <summary>Appends what the character at <paramref name="i"/> is folded to; returns how many were used up, 0: it is refused.</summary>
    private static int Take(Rune[] runes, int i, StringBuilder folded)
    {
        var rune = runes[i];
        if (IsLetterOrMark(rune) || rune.Value == '.')
            folded.Append(rune);
        else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
            folded.Append(' ');
        else if (IsApostrophe(rune))
            folded.Append('\'');
        else if (IsHyphen(rune))
            folded.Append('-');
        else if (MiddleDot(rune) is { } dot && IsBetween(runes, i, IsLetterOrMark))
            folded.Append(dot);
        else if (IsKinship(runes, i))
            folded.Append('/');
        else if (rune.Value == ',' && IsBeforeGeneration(runes, i))
            folded.Append(IsSpace(runes, i + 1) ? "" : " ");
        else if (!(rune.Value is 0x200C or 0x200D && IsBetween(runes, i, IsOfJoiningScript)))
            return KhoiSanClicks.Take(runes, i, folded);
        return 1;
    }

    private static string? MiddleDot(Rune rune) => rune.Value switch
    {
        0x00B7 or 0x2027 or 0x2219 => "\u00B7",
        0x30FB or 0xFF65 => "\u30FB",
        _ => null,
    };

    private static bool IsKinship(Rune[] runes, int i) =>
        runes[i].Value == '/'
        && IsSpace(runes, i - 2)
        && IsSpace(runes, i + 2)
        && Kinships.Contains($"{runes[i - 1]}/{runes[i + 1]}", StringComparer.OrdinalIgnoreCase);

    private static bool IsBeforeGeneration(Rune[] runes, int i)
    {
        if (i == 0 || !IsLetterOrMark(runes[i - 1]))
            return false;
        var rest = string.Concat(runes[(i + 1)..]).Trim();
        return Generations.Contains(rest.EndsWith('.') ? rest[..^1] : rest, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsOfJoiningScript(Rune rune) => IsLetterOrMark(rune) && IsWithin(JoiningScripts, rune.Value);

    private static bool IsBetween(Rune[] runes, int i, Func<Rune, bool> neighbour) =>
        i > 0 && i < runes.Length - 1 && neighbour(runes[i - 1]) && neighbour(runes[i + 1]);

    private static bool IsSpace(Rune[] runes, int i) =>
        i >= 0 && i < runes.Length && Rune.GetUnicodeCategory(runes[i]) == UnicodeCategory.SpaceSeparator;

    private static bool IsWithin((int First, int Last)[] ranges, int value)
    {
        // In ascending order, and most code points lie before the first.
        foreach (var (first, last) in ranges)
        {
            if (value <= last)
                return value >= first;
        }

        return false;
    }
}
