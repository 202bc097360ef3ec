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
    /// Takes out what people paste or type between the digits: white space, hyphens and invisible code points. Documents print the
    /// number in groups, <c>800101 5009 087</c>.
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

    /// <summary>Adds what <paramref name="value"/> breaks to <paramref name="errors"/>; never quotes the value.</summary>
    /// <param name="errors">Where the broken rules go.</param>
    /// <param name="field">The field's name in the request.</param>
    /// <param name="value">The number after <see cref="Strip"/>.</param>
    /// <param name="strict">Whether the date and the check digit are checked (<c>Validation:StrictIdNumber</c>).</param>
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

    /// <summary>The century is not part of the number, so a date is real if it is one in the 1900s or in the 2000s.</summary>
    private static bool StartsWithDate(string value)
    {
        var (year, month, day) = (TwoDigits(value, 0), TwoDigits(value, 2), TwoDigits(value, 4));
        return month is >= 1 and <= 12
            && day >= 1
            && day <= Math.Max(DateTime.DaysInMonth(1900 + year, month), DateTime.DaysInMonth(2000 + year, month));
    }

    private static bool PassesLuhn(string value)
    {
        var sum = 0;
        for (var i = 0; i < Digits; i++)
        {
            // Counted from the check digit leftwards every second digit is doubled; with 13 digits those are the odd indexes.
            var digit = (value[i] - '0') << (i & 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    private static int TwoDigits(string value, int index) => (value[index] - '0') * 10 + (value[index + 1] - '0');
}
