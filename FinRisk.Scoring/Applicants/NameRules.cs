using System.Buffers;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// The rules for a person's name (contract, section 1). A name is trimmed, folded (<see cref="NameFolding"/>) and converted to
/// normalization form C. It must then have 1 to 100 characters, with at least one letter. A character is a Unicode scalar value.
/// </summary>
internal static class NameRules
{
    public const int MaxCharacters = 100;

    private const string AllowedCharacters = "a name has letters, spaces, apostrophes, hyphens and full stops";

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz '-.");

    /// <summary>
    /// Returns the name in the form in which it is stored, compared and sent to the vendor. Adds the rules that it breaks to
    /// <paramref name="errors"/>. A message names at most one code point of the name, so that it does not reveal the name. Null,
    /// for a field whose error is already reported, stays null.
    /// </summary>
    public static string? Normalize(FieldErrors errors, string field, string? value)
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
        var (characters, hasLetter) = Measure(name);

        if (characters > MaxCharacters)
            errors.Add(field, $"must have at most {MaxCharacters} characters");
        if (refused is var (rune, index))
        {
            var position = value.Length - value.TrimStart().Length + index + 1;
            errors.Add(field, $"may not contain U+{rune.Value:X4} at character {position}; {AllowedCharacters}");
        }

        if (!hasLetter)
            errors.Add(field, "must contain at least one letter");
        return name;
    }

    private static (int Characters, bool HasLetter) Measure(string name)
    {
        var (characters, hasLetter) = (0, false);
        foreach (var rune in name.EnumerateRunes())
        {
            characters++;
            hasLetter |= NameFolding.IsLetter(rune);
        }

        return (characters, hasLetter);
    }
}
