using System.Text;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// The rules for a South African ID number, <c>YYMMDDSSSSCAZ</c>: 13 digits, a real date of birth, a citizenship digit, and the
/// Luhn check digit (ISO/IEC 7812-1, annex B). Source: contract, section 1.
/// </summary>
internal static class SouthAfricanIdNumber
{
    private const int Digits = 13;
    private const int CitizenshipIndex = 10;

    /// <summary>
    /// Removes white space, hyphens and invisible code points. Documents print the number in groups (<c>800101 5009 087</c>), and
    /// people paste or type it like that.
    /// </summary>
    public static string Strip(string value)
    {
        if (!value.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return value;

        var digits = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !NameFolding.IsHyphen(rune) && !NameFolding.IsDefaultIgnorable(rune))
                digits.Append(rune);
        }

        return digits.ToString();
    }

    /// <summary>Adds the rules that a number breaks to <paramref name="errors"/>. No message quotes the number.</summary>
    /// <param name="errors">Receives the broken rules.</param>
    /// <param name="field">The field's name in the request.</param>
    /// <param name="value">The number after <see cref="Strip"/>.</param>
    /// <param name="strict">Whether the date and the check digit are checked (setting <c>Validation:StrictIdNumber</c>).</param>
    public static void Check(FieldErrors errors, string field, string value, bool strict)
    {
        if (value.Length != Digits || value.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            errors.Add(field, $"must be exactly {Digits} digits");
            return;
        }

        if (strict && !StartsWithDate(value))
            errors.Add(field, "must start with a real date of birth as YYMMDD");
        if (value[CitizenshipIndex] is < '0' or > '2')
            errors.Add(field, "must have 0, 1 or 2 as its 11th digit (citizenship)");
        if (strict && !PassesLuhn(value))
            errors.Add(field, "must end with the Luhn check digit of the digits before it");
    }

    /// <summary>
    /// True if the number starts with a date that exists in the 1900s or in the 2000s; the number does not contain the century.
    /// </summary>
    private static bool StartsWithDate(string value)
    {
        var (year, month, day) = (TwoDigits(value, 0), TwoDigits(value, 2), TwoDigits(value, 4));

        // Whatever is a leap year in the 1900s is one in the 2000s too.
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + year, month);
    }

    private static bool PassesLuhn(string value)
    {
        var sum = 0;
        for (var i = 0; i < Digits; i++)
        {
            // Luhn doubles every second digit, counted from the check digit to the left. With 13 digits these have odd indexes.
            var digit = (value[i] - '0') << (i & 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    private static int TwoDigits(string value, int index) => (value[index] - '0') * 10 + (value[index + 1] - '0');
}
