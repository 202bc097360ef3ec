using System.Globalization;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Applicants;

/// <summary>Contract 1: a South African ID number has a real date, a citizenship digit and a check digit.</summary>
public sealed class IdNumberTests : AcceptanceTest
{
    /// <summary>Not the published sample: this one and its variations must not turn up in a log, not even in part.</summary>
    private static readonly string Good = SouthAfricanId.Make("850615", 5802, 0);

    /// <summary>Numbers that must be refused.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "empty", "" },
        { "12 digits", Good[..12] },
        { "14 digits", Good + "0" },
        { "a letter", Good.Replace('0', 'O') },
        { "groups of 12 digits", $"{Good[..6]} {Good[6..10]} {Good[10..12]}" },
        { "strokes between the groups", $"{Good[..6]}/{Good[6..10]}/{Good[10..]}" },
        { "hyphen", $"{Good[..6]}-{Good[6..12]}" },
        { "sign", $"+{Good[..12]}" },
        { "Arabic digits", "\u0668\u0660\u0660\u0661\u0660\u0661\u0665\u0660\u0660\u0669\u0660\u0668\u0667" },
        { "full-width digits", "\uFF18\uFF10\uFF10\uFF11\uFF10\uFF11\uFF15\uFF10\uFF10\uFF19\uFF10\uFF18\uFF17" },
        { "check digit of the popular sample", "9001011234088" },
        { "check digit one off", $"{Good[..12]}{(Good[12] - '0' + 1) % 10}" },
        { "all zeros: Luhn passes, the date does not", "0000000000000" },
        { "month 13", SouthAfricanId.Make("801301", 5802, 0) },
        { "month 0", SouthAfricanId.Make("800001", 5802, 0) },
        { "day 0", SouthAfricanId.Make("800100", 5802, 0) },
        { "30 February", SouthAfricanId.Make("800230", 5802, 0) },
        { "31 April", SouthAfricanId.Make("800431", 5802, 0) },
        { "29 February of a year that is a leap year in no century", SouthAfricanId.Make("010229", 5802, 0) },
        { "citizenship 3", SouthAfricanId.Make("800101", 5802, 3) },
        { "citizenship 9", SouthAfricanId.Make("800101", 5802, 9) },
    };

    /// <summary>Dates that exist.</summary>
    [Theory]
    [InlineData("800101")]
    [InlineData("000229")]
    [InlineData("960229")]
    [InlineData("991231")]
    [InlineData("000101")]
    public async Task Every_real_date_and_citizenship_digit_is_accepted(string birthday)
    {
        for (var citizenship = 0; citizenship <= 2; citizenship++)
        {
            var applicant = Applicant.New() with { IdNumber = SouthAfricanId.Make(birthday, 5802, citizenship) };
            Expect.FreshScore(await FinRisk.ValidateAsync(applicant), applicant);
        }
    }

    /// <summary>The contract's own sample. It is published, so it is posted without being marked as personal data.</summary>
    [Fact]
    public async Task The_sample_of_the_contract_is_accepted()
    {
        var applicant = Applicant.New() with { IdNumber = "8001015009087" };
        Expect.FreshScore(await FinRisk.PostAsync(applicant.ToJson()), applicant);
    }

    /// <summary>What people paste out of documents, e-mails and spreadsheets; the vendor gets the digits.</summary>
    [Theory]
    [InlineData("{0}{1}{2} ")]
    [InlineData(" {0}{1}{2}")]
    [InlineData("{0}{1}{2}\n")]
    [InlineData("\u00A0{0}{1}{2}\u00A0")]
    [InlineData("{0} {1} {2}")]
    [InlineData("{0}\u00A0{1}\u00A0{2}")]
    [InlineData("{0}-{1}-{2}")]
    [InlineData("{0}\u2011{1}\u2013{2}")]
    public async Task A_number_is_read_as_people_paste_it(string form)
    {
        var applicant = Applicant.New();
        var id = applicant.IdNumber;
        var pasted = string.Format(CultureInfo.InvariantCulture, form, id[..6], id[6..10], id[10..]);
        PersonalData.Mark(id);
        Expect.FreshScore(await FinRisk.ValidateAsync(applicant with { IdNumber = pasted }), applicant);
    }

    /// <summary>Refused under its field name, and only that.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_bad_number_is_refused_under_its_field(string why, string idNumber)
    {
        Assert.NotNull(why);
        Expect.Errors(await FinRisk.ValidateAsync(Applicant.New() with { IdNumber = idNumber }), "idNumber");
    }

    /// <summary>A problem says what is wrong, not with whom.</summary>
    [Fact]
    public async Task A_refusal_does_not_repeat_the_value()
    {
        var applicant = Applicant.New() with { IdNumber = "9001011234088", LastName = "Sekgobela7" };
        var answer = await FinRisk.ValidateAsync(applicant);
        Expect.Errors(answer, "lastName", "idNumber");
        Expect.NoApplicant(answer, applicant);
    }
}
