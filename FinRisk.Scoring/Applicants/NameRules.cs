using System.Globalization;
using System.Text;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// The rules for a person's name (contract, section 1): 1 to 100 characters after trimming and NFC; Unicode letters and marks,
/// spaces, <c>'</c> <c>’</c> <c>-</c> <c>.</c>; at least one letter. A character is a Unicode scalar value.
/// </summary>
internal static class NameRules
{
    public const int MaxCharacters = 100;

    /// <summary>Returns the trimmed and normalised name; what it breaks is added to <paramref name="errors"/>.</summary>
    public static string? Check(FieldErrors errors, string field, string? value)
    {
        if (value is null)
            return null;

        var name = value.Trim();
        if (name.Length == 0)
        {
            errors.Add(field, "must not be empty");
            return name;
        }

        var (characters, letters, forbidden) = Count(name);
        if (forbidden == 0 && !Ascii.IsValid(name))
        {
            // Only now: what is not text at all, such as U+FFFE, cannot be normalised, and is among the forbidden.
            name = name.Normalize(NormalizationForm.FormC);
            (characters, letters, forbidden) = Count(name);
        }

        if (characters > MaxCharacters)
            errors.Add(field, $"must have at most {MaxCharacters} characters");
        if (forbidden > 0)
            errors.Add(field, "may hold only letters, spaces, apostrophes, hyphens and full stops");
        if (letters == 0)
            errors.Add(field, "must hold at least one letter");
        return name;
    }

    private static (int Characters, int Letters, int Forbidden) Count(string name)
    {
        var (characters, letters, forbidden) = (0, 0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            characters++;
            if (Rune.IsLetter(rune))
                letters++;
            else if (!IsMark(rune) && rune.Value is not (' ' or '\'' or '’' or '-' or '.'))
                forbidden++;
        }

        return (characters, letters, forbidden);
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
