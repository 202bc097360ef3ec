using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Tests.Privacy;

namespace FinRisk.Scoring.Tests.Applicants;

/// <summary>Contract 1: one JSON object in UTF-8, no duplicate properties, at most 8 deep; every field error at once.</summary>
public sealed class ApplicantReaderTests
{
    private const string Valid = "\"firstName\":\"Jane\",\"lastName\":\"Doe\",\"idNumber\":\"8001015009087\"";
    private const string NotJson = "The body is not valid JSON.";
    private const string NotUtf8 = "The body is not valid UTF-8.";
    private const string TooDeep = "The body is nested deeper than 8 levels.";
    private const string NoObject = "The body must be a JSON object with firstName, lastName and idNumber.";
    private const string Twice = "The body has a property more than once, or a property name that is not valid Unicode text.";

    public static TheoryData<string, string> Unusable => new()
    {
        { "", NotJson },
        { " ", NotJson },
        { "firstName=Jane", NotJson },
        { "{", NotJson },
        { "{" + Valid, NotJson },
        { "{" + Valid + ",}", NotJson },
        { "{" + Valid + "}{}", NotJson },
        { "/* Jane */{" + Valid + "}", NotJson },
        { "{'firstName':'Jane'}", NotJson },
        { "{\"firstName\":\"Ja\nne\"}", NotJson },
        { "{\"firstName\":\"\\x\"}", NotJson },
        { "{\"n\":NaN," + Valid + "}", NotJson },
        { "\u201C{}", NotJson },
        { "null", NoObject },
        { "42", NoObject },
        { "true", NoObject },
        { "\"Jane\"", NoObject },
        { "[{" + Valid + "}]", NoObject },
        { "{\"firstName\":\"Anna\"," + Valid + "}", Twice },
        { "{\"\\u0066irstName\":\"Anna\"," + Valid + "}", Twice },
        { "{\"x\":1,\"x\":1," + Valid + "}", Twice },
        { "{\"x\":{\"a\":[{\"b\":1,\"b\":2}]}," + Valid + "}", Twice },
        { "{\"x\":{\"a\":1,\"\\u0061\":2}," + Valid + "}", Twice },
        { "{\"\\ud800\":1," + Valid + "}", Twice },
        { "{\"x\":" + Nested(8) + "," + Valid + "}", TooDeep },
        { "{\"x\":" + Nested(4000) + "," + Valid + "}", TooDeep },
        { "{\"x\":" + new string('[', 4000), TooDeep },
        { new string('[', 16 * 1024), TooDeep },
        { "{\"x\":" + string.Concat(
            Enumerable.Repeat("{\"a\":", 2000)) + "1" + new string('}', 2000) + "," + Valid + "}", TooDeep },
        { "{\"x\":" + Nested(8) + "," + Valid + ",}", TooDeep },
        { "{\"x\":" + Nested(7) + "," + Valid + ",}", NotJson },
    };

    public static TheoryData<string, string> Usable => new()
    {
        { "plain", "{" + Valid + "}" },
        { "white space", " \r\n\t{ " + Valid + " } \n" },
        { "unknown properties", "{\"x\":[1,{\"firstName\":\"Anna\"}]," + Valid + ",\"FirstName\":null}" },
        { "eight levels", "{\"x\":" + Nested(7) + "," + Valid + "}" },
        { "lone surrogate in an ignored value", "{\"x\":\"\\ud800\"," + Valid + "}" },
        { "escapes", "{\"first\\u004eame\":\"\\u004aane\",\"lastName\":\"Doe\",\"idNumber\":\"\\u0038001015009087\"}" },
        { "same name at another depth", "{\"x\":{\"firstName\":1}," + Valid + "}" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_body_that_is_no_strict_JSON_object_is_refused_as_a_whole(string body, string why) =>
        Assert.Equal(new ApplicantReading(null, why, null), Samples.Read(body));

    [Theory]
    [MemberData(nameof(Usable))]
    public void A_strict_JSON_object_is_read(string what, string body)
    {
        var reading = Samples.Read(body);
        Assert.True(reading is { Applicant: not null, BodyError: null, FieldErrors: null }, what);
        Assert.Equal(
            ("Jane", "Doe", "8001015009087"),
            (reading.Applicant.FirstName, reading.Applicant.LastName, reading.Applicant.IdNumber));
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_once()
    {
        byte[] body = [.. Encoding.UTF8.Preamble, .. Samples.Body()];
        Assert.NotNull(ApplicantReader.Read(body, strictIdNumber: true).Applicant);
        Assert.Equal(NotJson, ApplicantReader.Read((byte[])[.. Encoding.UTF8.Preamble, .. body], strictIdNumber: true).BodyError);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public void Bytes_that_are_not_UTF8_are_refused_wherever_they_stand(byte[] broken)
    {
        byte[] inside = [.. "{\"x\":\""u8, .. broken, .. "\"}"u8];
        Assert.Equal(NotUtf8, ApplicantReader.Read(broken, strictIdNumber: true).BodyError);
        Assert.Equal(NotUtf8, ApplicantReader.Read(inside, strictIdNumber: true).BodyError);
    }

    [Fact]
    public void Another_encoding_is_refused() =>
        Assert.Equal(NotUtf8, ApplicantReader.Read((byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{" + Valid + "}")],
            strictIdNumber: true).BodyError);

    [Theory]
    [InlineData("null", "is required")]
    [InlineData("42", "must be a string")]
    [InlineData("true", "must be a string")]
    [InlineData("[\"Jane\"]", "must be a string")]
    [InlineData("{}", "must be a string")]
    [InlineData("\"\\ud800\"", "must be valid Unicode text")]
    [InlineData("\"\\udc00\\ud800\"", "must be valid Unicode text")]
    [InlineData("\"\"", "must not be empty")]
    public void A_field_of_the_wrong_kind_is_told_so(string value, string rule)
    {
        var errors = Samples.Read($$"""{"firstName":{{value}},"lastName":"Doe","idNumber":"8001015009087"}""").FieldErrors;
        Assert.NotNull(errors);
        Assert.Equal([rule], Assert.Single(errors, entry => entry.Key == "firstName").Value);
    }

    [Fact]
    public void A_rule_is_told_at_the_field_that_breaks_it()
    {
        var errors = Samples.Read("""{"firstName":"","lastName":"4u","idNumber":"8001"}""").FieldErrors!;
        Assert.Equal(["must not be empty"], errors["firstName"]);
        Assert.StartsWith("may not contain U+0034 at character 1;", Assert.Single(errors["lastName"]), StringComparison.Ordinal);
        Assert.Equal(["must be exactly 13 digits"], errors["idNumber"]);
    }

    [Fact]
    public void Field_names_are_taken_to_the_letter()
    {
        var errors = Samples.Read("""{"FirstName":"Jane","lastname":"Doe","id_number":"8001015009087"}""").FieldErrors;
        Assert.NotNull(errors);
        Assert.Equal(["firstName", "idNumber", "lastName"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.All(errors.Values, rules => Assert.Equal(["is required"], rules));
    }

    [Fact]
    public void All_errors_of_all_fields_come_together()
    {
        var reading = Samples.Read("""{"firstName":"4","lastName":7,"idNumber":"9999999999991"}""");
        Assert.Null(reading.Applicant);
        Assert.Null(reading.BodyError);
        Assert.NotNull(reading.FieldErrors);
        Assert.Equal(2, reading.FieldErrors["firstName"].Length);
        Assert.Equal(["must be a string"], reading.FieldErrors["lastName"]);
        Assert.Equal(3, reading.FieldErrors["idNumber"].Length);
    }

    [Fact]
    public void The_switch_for_strict_ID_numbers_is_passed_on()
    {
        const string body = """{"firstName":"Jane","lastName":"Doe","idNumber":"9001011234088"}""";
        Assert.Equal(["idNumber"], Samples.Read(body, strict: true).FieldErrors!.Keys);
        Assert.NotNull(Samples.Read(body, strict: false).Applicant);
    }

    /// <summary>The invisible and the typed forms of one applicant are one applicant: one cache entry, one bill.</summary>
    [Theory]
    [InlineData("!Gaeb", "\u01C3Gaeb")]
    [InlineData("O\u2019Brien", "O'Brien")]
    [InlineData("\u0639\u0644\u06CC\u200C\u0631\u0636\u0627", "\u0639\u0644\u06CC\u0631\u0636\u0627")]
    public void However_a_name_is_typed_the_applicant_is_found_under_one_key(string typed, string other)
    {
        var hasher = new LookupHasher(Secrets.Pepper);
        var (one, two) = (ApplicantReader.Read(Samples.Body(lastName: typed), strictIdNumber: true).Applicant!,
            ApplicantReader.Read(Samples.Body(lastName: other, idNumber: "800101 5009 087"), strictIdNumber: true).Applicant!);
        Assert.Equal(hasher.ApplicantHash(one), hasher.ApplicantHash(two));
    }

    [Fact]
    public void An_applicant_tells_nothing_of_itself() => Assert.Equal("(applicant)", Samples.Jane.ToString());

    /// <summary>An array within an array, so many levels.</summary>
    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);
}
