using System.Text;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Abuse;

/// <summary>
/// Bodies that two JSON readers could read in two ways: the one that checks must be the one that is believed. Beside the cases of
/// <see cref="Http.RequestBodyTests"/>.
/// </summary>
public sealed class ReaderSmugglingTests : AcceptanceTest
{
    private const string Good = "\"lastName\":\"Doe\",\"idNumber\":\"8001015009087\"}";

    /// <summary>Text is sent as Latin-1, so that an octet is what it says.</summary>
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "duplicate, both escaped", "{\"\\u0066irstName\":\"A\",\"f\\u0069rstName\":\"B\"," + Good, "invalid-json" },
        { "duplicate, escaped solidus", "{\"firstName\":\"A\",\"x\\/y\":1,\"x/y\":2," + Good, "invalid-json" },
        { "duplicate deep within", "{\"firstName\":\"A\",\"x\":{\"y\":[{\"z\":1,\"z\":2}]}," + Good, "invalid-json" },
        { "duplicate with the same value", "{\"firstName\":\"A\",\"idNumber\":\"8001015009087\"," + Good, "invalid-json" },
        { "two byte order marks", "\u00EF\u00BB\u00BF\u00EF\u00BB\u00BF{\"firstName\":\"A\"," + Good, "invalid-json" },
        { "nothing but a byte order mark", "\u00EF\u00BB\u00BF", "invalid-json" },
        { "NaN", "{\"firstName\":\"A\",\"x\":NaN," + Good, "invalid-json" },
        { "infinity", "{\"firstName\":\"A\",\"x\":-Infinity," + Good, "invalid-json" },
        { "a number with a leading zero", "{\"firstName\":\"A\",\"x\":01," + Good, "invalid-json" },
        { "a null behind the document", "{\"firstName\":\"A\"," + Good + "\0", "invalid-json" },
        { "a null within a name", "{\"firstName\":\"A\0B\"," + Good, "invalid-json" },
        { "a raw line feed within a name", "{\"firstName\":\"A\nB\"," + Good, "invalid-json" },
        { "an array behind the document", "{\"firstName\":\"A\"," + Good + "[]", "invalid-json" },
        { "overlong UTF-8", "{\"firstName\":\"\u00C1\u0081\"," + Good, "invalid-json" },
        { "a surrogate in UTF-8", "{\"firstName\":\"\u00ED\u00A0\u0080\"," + Good, "invalid-json" },
        { "UTF-8 beyond Unicode", "{\"firstName\":\"\u00F4\u0090\u0080\u0080\"," + Good, "invalid-json" },
        { "UTF-8 that is cut", "{\"firstName\":\"\u00E2\u0082\"," + Good, "invalid-json" },
        { "a lone surrogate as a name", "{\"firstName\":\"\\ud800\"," + Good, "validation-failed" },
        { "surrogates the wrong way round", "{\"firstName\":\"\\udc00\\ud800\"," + Good, "validation-failed" },
        { "a lone surrogate as a property's name", "{\"firstName\":\"A\",\"\\ud800\":1," + Good, "invalid-json" },
        { "an escaped line feed in a name", "{\"firstName\":\"A\\nB\"," + Good, "validation-failed" },
        { "an escaped null in a name", "{\"firstName\":\"A\\u0000\"," + Good, "validation-failed" },
        { "another letter case", "{\"FirstName\":\"A\"," + Good, "validation-failed" },
        { "an object for a name", "{\"firstName\":{\"x\":\"A\"}," + Good, "validation-failed" },
        { "a number for the ID number", "{\"firstName\":\"A\",\"lastName\":\"B\",\"idNumber\":8001015009087}",
            "validation-failed" },
        {
            "digits of another script",
            "{\"firstName\":\"A\",\"lastName\":\"B\","
                + "\"idNumber\":\"\\u0668\\u0660\\u0660\\u0661\\u0660\\u0661\\u0665\\u0660\\u0660\\u0669\\u0660\\u0668\\u0667\"}",
            "validation-failed"
        },
    };

    /// <summary>Refused, each with its code.</summary>
    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_can_be_read_in_two_ways_is_refused(string why, string body, string code)
    {
        Assert.NotNull(why);
        Expect.Problem(await FinRisk.PostAsync(Encoding.Latin1.GetBytes(body), "application/json"), 400, code);
    }

    /// <summary>UTF-16 is not guessed at.</summary>
    [Fact]
    public async Task A_body_in_utf16_is_refused() => Expect.Problem(
        await FinRisk.PostAsync(
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Applicant.New().ToJson())],
            "application/json"), 400, "invalid-json");

    /// <summary>
    /// Numbers that overflow and names that mean something elsewhere are ignored like every other unknown property.
    /// </summary>
    [Theory]
    [InlineData("\"x\":1e999")]
    [InlineData("\"x\":123456789012345678901234567890.5E-400")]
    [InlineData("\"__proto__\":{\"firstName\":\"Eve\"},\"constructor\":null")]
    [InlineData("\"FIRSTNAME\":\"Eve\",\"firstname\":\"Eve\"")]
    [InlineData("\"$type\":\"System.Object\",\"$ref\":\"#\"")]
    public async Task What_is_unknown_changes_nothing(string properties)
    {
        var applicant = Applicant.New();
        PersonalData.Mark(applicant.FirstName, applicant.LastName, applicant.IdNumber);
        Expect.FreshScore(await FinRisk.PostAsync($"{{{properties},{applicant.ToJson()[1..]}"), applicant);
    }
}
