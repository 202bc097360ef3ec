using System.Text.Json;
using FinRisk.Scoring.Applicants;
using FinRisk.Testing.Applicants;

namespace FinRisk.Scoring.Tests.Applicants;

/// <summary>Contract 1: 13 digits, a real date, a citizenship digit, the Luhn check digit.</summary>
public sealed class SouthAfricanIdNumberTests
{
    private const string NotDigits = "must be exactly 13 digits";
    private const string NoDate = "must start with a real date of birth as YYMMDD";
    private const string NoCitizenship = "must have 0, 1 or 2 as its 11th digit (citizenship)";
    private const string NoChecksum = "must end with the Luhn check digit of the digits before it";

    public static TheoryData<string> Accepted => new()
    {
        "8001015009087",
        SouthAfricanId.Make("000229"),
        SouthAfricanId.Make("960229"),
        SouthAfricanId.Make("040229"),
        SouthAfricanId.Make("991231"),
        SouthAfricanId.Make("000101"),
        SouthAfricanId.Make("800430"),
        SouthAfricanId.Make("800131"),
        SouthAfricanId.Make("800101", citizenship: 1),
        SouthAfricanId.Make("800101", citizenship: 2),
        SouthAfricanId.Make("800101", serial: 0),
        SouthAfricanId.Make("800101", serial: 9999),
    };

    /// <summary>The number, what strict reading says, what lenient reading says.</summary>
    public static TheoryData<string, string[], string[]> Refused => new()
    {
        { "", [NotDigits], [NotDigits] },
        { "800101500908", [NotDigits], [NotDigits] },
        { "80010150090870", [NotDigits], [NotDigits] },
        { "80010150O9087", [NotDigits], [NotDigits] },
        { "+800101500908", [NotDigits], [NotDigits] },
        { "800101-500908", [NotDigits], [NotDigits] },
        { "\u0668\u0660\u0660\u0661\u0660\u0661\u0665\u0660\u0660\u0669\u0660\u0668\u0667", [NotDigits], [NotDigits] },
        { "9001011234088", [NoChecksum], [] },
        { "8001015009088", [NoChecksum], [] },
        { "0000000000000", [NoDate], [] },
        { SouthAfricanId.Make("010229"), [NoDate], [] },
        { SouthAfricanId.Make("800230"), [NoDate], [] },
        { SouthAfricanId.Make("800431"), [NoDate], [] },
        { SouthAfricanId.Make("801301"), [NoDate], [] },
        { SouthAfricanId.Make("800001"), [NoDate], [] },
        { SouthAfricanId.Make("800100"), [NoDate], [] },
        { SouthAfricanId.Make("800132"), [NoDate], [] },
        { SouthAfricanId.Make("800101", citizenship: 3), [NoCitizenship], [NoCitizenship] },
        { SouthAfricanId.Make("800101", citizenship: 9), [NoCitizenship], [NoCitizenship] },
        { "9999999999991", [NoDate, NoCitizenship, NoChecksum], [NoCitizenship] },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_number_within_the_rules_is_accepted(string number)
    {
        Assert.Empty(Check(number, strict: true));
        Assert.Empty(Check(number, strict: false));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_number_is_told_every_rule_it_breaks(string number, string[] strictly, string[] leniently)
    {
        Assert.Equal(strictly, Check(number, strict: true));
        Assert.Equal(leniently, Check(number, strict: false));
    }

    [Theory]
    [InlineData(" 8001015009087")]
    [InlineData("8001015009087\n")]
    [InlineData("\u00A08001015009087\u00A0")]
    [InlineData("800101 5009 087")]
    [InlineData("800101\u00A05009\u202F087")]
    [InlineData("800101-5009-087")]
    [InlineData("800101\u20105009\u2013087")]
    [InlineData("\uFEFF8001015009087\u200B")]
    public void A_number_is_read_as_people_paste_it(string pasted)
    {
        Assert.Equal(Samples.IdNumber, SouthAfricanIdNumber.Strip(pasted));
        var body = $$"""{"firstName":"Jane","lastName":"Doe","idNumber":{{JsonSerializer.Serialize(pasted)}}}""";
        Assert.Equal(Samples.IdNumber, Samples.Read(body).Applicant?.IdNumber);
    }

    [Theory]
    [InlineData("800101 5009 08")]
    [InlineData("800101/5009/087")]
    [InlineData("800101.5009.087")]
    [InlineData("+8001015009087")]
    [InlineData("ID 8001015009087")]
    [InlineData(" - ")]
    public void What_is_not_thirteen_digits_after_that_is_told_so(string pasted) =>
        Assert.Equal([NotDigits], Check(SouthAfricanIdNumber.Strip(pasted), strict: true));

    [Fact]
    public void Any_other_check_digit_is_refused()
    {
        for (var digit = '0'; digit <= '9'; digit++)
            Assert.Equal(digit == '7' ? [] : [NoChecksum], Check("800101500908" + digit, strict: true));
    }

    [Fact]
    public void Any_single_mistyped_digit_is_noticed()
    {
        for (var at = 0; at < Samples.IdNumber.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var typed = Samples.IdNumber.Remove(at, 1).Insert(at, digit.ToString());
                Assert.Equal(typed == Samples.IdNumber, Check(typed, strict: true).Length == 0);
            }
        }
    }

    private static string[] Check(string number, bool strict)
    {
        var errors = new FieldErrors();
        SouthAfricanIdNumber.Check(errors, "idNumber", number, strict);
        return errors.ToDictionary().GetValueOrDefault("idNumber", []);
    }
}
