using System.Buffers;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// The rules for a person's name (contract, section 1): trimmed, look-alikes folded (<see cref="NameFolding"/>), NFC, then 1 to 100
/// characters with at least one letter. A character is a Unicode scalar value.
/// </summary>
internal static class NameRules
{
    public const int MaxCharacters = 100;

    private const string AllowedCharacters = "a name has letters, spaces, apostrophes, hyphens and full stops";

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz '-.");

    /// <summary>
    /// Returns the name in the one form in which it is kept, compared and sent to the vendor; what it breaks is added to
    /// <paramref name="errors"/>. A message names at most one code point, so that no name can be read from it.
    /// </summary>
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

        var refused = default(RefusedCharacter?);
        if (name.AsSpan().ContainsAnyExcept(Plain))
            (name, refused) = NameFolding.Fold(name);
        var (characters, letters) = Count(name);

        if (characters > MaxCharacters)
            errors.Add(field, $"must have at most {MaxCharacters} characters");
        if (refused is var (rune, index))
        {
            var position = value.Length - value.TrimStart().Length + index + 1;
            errors.Add(field, $"may not hold U+{rune.Value:X4} at character {position}; {AllowedCharacters}");
        }

        if (letters == 0)
            errors.Add(field, "must hold at least one letter");
        return name;
    }

    private static (int Characters, int Letters) Count(string name)
    {
        var (characters, letters) = (0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            characters++;
            if (NameFolding.IsLetter(rune))
                letters++;
        }

        return (characters, letters);
    }
}
