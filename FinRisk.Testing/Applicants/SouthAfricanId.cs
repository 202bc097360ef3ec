using System.Globalization;
using System.Security.Cryptography;

namespace FinRisk.Testing.Applicants;

/// <summary>South African ID numbers: <c>YYMMDD SSSS C A Z</c>, Z the Luhn check digit.</summary>
public static class SouthAfricanId
{
    private const int Days = 25_000;
    private static readonly DateOnly FirstBirthday = new(1930, 1, 1);
    private static int _counter = RandomNumberGenerator.GetInt32(Days * 5_000);

    /// <summary>A valid number that this run has not used.</summary>
    public static string New() => At(Interlocked.Increment(ref _counter));

    /// <summary>The valid number with this index; equal indexes give equal numbers.</summary>
    public static string At(int index)
    {
        var birthday = FirstBirthday.AddDays(index % Days).ToString("yyMMdd", CultureInfo.InvariantCulture);
        return Make(birthday, index / Days % 10_000, citizenship: index % 3);
    }

    /// <summary>A number with a right check digit, whatever the rest is worth.</summary>
    /// <param name="birthday">Six digits, <c>YYMMDD</c>.</param>
    /// <param name="serial">0 to 9999.</param>
    /// <param name="citizenship">The 11th digit.</param>
    public static string Make(string birthday, int serial = 5009, int citizenship = 0)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{birthday}{serial:0000}{citizenship}8");
        return digits + CheckDigit(digits);
    }

    private static int CheckDigit(string digits)
    {
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            // Of the thirteen digits every second one counts double, from the last of these twelve on.
            var value = (digits[^(place + 1)] - '0') * (place % 2 == 0 ? 2 : 1);
            sum += value > 9 ? value - 9 : value;
        }

        return (10 - (sum % 10)) % 10;
    }
}
