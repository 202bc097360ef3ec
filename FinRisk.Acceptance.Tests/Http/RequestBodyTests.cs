using System.IO.Compression;
using System.Text;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>Contract 1: JSON in UTF-8, at most 16 KiB, at most 8 deep, no duplicate keys, unknown properties ignored.</summary>
public sealed class RequestBodyTests : AcceptanceTest
{
    private const int MaxBody = 16 * 1024;

    /// <summary>Bodies that are not the JSON we take.</summary>
    public static TheoryData<string, string> NotJson => new()
    {
        { "nothing", "" },
        { "white space", "  " },
        { "cut off", """{"firstName":"Jane","lastName":""" },
        { "trailing comma", """{"firstName":"Jane",}""" },
        { "comment", """{/* hello */}""" },
        { "single quotes", "{'firstName':'Jane'}" },
        { "two documents", "{}{}" },
        { "text after the document", "{} x" },
        { "form", "firstName=Jane" },
        { "duplicate key", """{"firstName":"A","firstName":"A","lastName":"B","idNumber":"8001015009087"}""" },
        { "duplicate key, escaped", """{"firstName":"A","first\u004eame":"B","lastName":"B","idNumber":"8001015009087"}""" },
        { "duplicate unknown key", """{"firstName":"A","lastName":"B","idNumber":"8001015009087","x":1,"x":2}""" },
        { "8000 deep", Nested(8000) },
        { "16 KiB of opening brackets", new string('[', MaxBody) },
        { "nine deep", Nested(8) },
    };

    /// <summary>JSON that is no object.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    [InlineData("true")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        var answer = await FinRisk.PostAsync(body);

        // The contract does not say which of the two it is.
        Expect.Problem(answer, 400, answer.Get("code") is "validation-failed" ? "validation-failed" : "invalid-json");
    }

    /// <summary>invalid-json.</summary>
    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task A_body_that_is_not_our_json_is_refused(string why, string body)
    {
        Assert.NotNull(why);
        Expect.Problem(await FinRisk.PostAsync(body), 400, "invalid-json");
    }

    /// <summary>A name in Latin-1 is not UTF-8.</summary>
    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        var applicant = Applicant.New() with { FirstName = "Zo\u00EB" };
        var body = Encoding.Latin1.GetBytes(applicant.ToJson().Replace("\\u00EB", "\u00EB", StringComparison.Ordinal));
        Expect.Problem(await FinRisk.PostAsync(body, "application/json"), 400, "invalid-json");
    }

    /// <summary>RFC 8259 lets a reader ignore a byte order mark or refuse it.</summary>
    [Fact]
    public async Task A_byte_order_mark_is_ignored_or_refused()
    {
        var applicant = Applicant.New();
        var answer = await FinRisk.PostAsync(
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(applicant.ToJson())], "application/json");
        if (answer.Status is 200)
            Expect.FreshScore(answer, applicant);
        else
            Expect.Problem(answer, 400, "invalid-json");
    }

    /// <summary>Tolerance for what later versions of callers send.</summary>
    [Theory]
    [InlineData("\"nickname\":\"x\"")]
    [InlineData("\"a\":1,\"b\":[1,{\"c\":null}]")]
    [InlineData("\"x\":[[[[[[[1]]]]]]]")]
    public async Task Unknown_properties_are_ignored_down_to_the_eighth_level(string properties)
    {
        var applicant = Applicant.New();
        Expect.FreshScore(await FinRisk.PostAsync(With(applicant, properties)), applicant);
    }

    /// <summary>The limit itself is allowed.</summary>
    [Fact]
    public async Task A_body_of_16_kib_is_accepted()
    {
        var applicant = Applicant.New();
        Expect.FreshScore(await FinRisk.PostAsync(OfLength(applicant, MaxBody)), applicant);
    }

    /// <summary>One byte more is not, whether its length is announced or not.</summary>
    [Theory]
    [InlineData(MaxBody + 1)]
    [InlineData(100 * 1024)]
    public async Task A_larger_body_is_refused(int length)
    {
        var body = OfLength(Applicant.New(), length);
        Expect.Problem(await FinRisk.PostAsync(body), 413, "payload-too-large");

        using var chunked = new UnannouncedContent(Encoding.UTF8.GetBytes(body));
        Expect.Problem(await FinRisk.SendAsync(HttpMethod.Post, "/validate", chunked), 413, "payload-too-large");
    }

    /// <summary>Only JSON in UTF-8.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("json")]
    public async Task Another_content_type_is_refused(string? contentType) => Expect.Problem(
        await FinRisk.PostAsync(Encoding.UTF8.GetBytes(Applicant.New().ToJson()), contentType), 415, "unsupported-media-type");

    /// <summary>However it is written.</summary>
    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/json;")]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json; charset=us-ascii")]
    public async Task Json_in_utf8_is_accepted_however_it_is_written(string contentType)
    {
        var applicant = Applicant.New();
        Expect.FreshScore(await FinRisk.PostAsync(Encoding.UTF8.GetBytes(applicant.ToJson()), contentType), applicant);
    }

    /// <summary>A compressed body is refused with the only coding that is read (RFC 9110, section 15.5.16).</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_body_in_a_content_coding_is_refused(string coding)
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Applicant.New().ToJson()));
        using var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        var answer = await FinRisk.SendAsync(HttpMethod.Post, "/validate", content);
        Expect.Problem(answer, 415, "unsupported-media-type");
        Assert.Equal("identity", answer["Accept-Encoding"]);
    }

    private static string With(Applicant applicant, string properties)
    {
        PersonalData.Mark(applicant.FirstName, applicant.LastName, applicant.IdNumber);
        return $"{applicant.ToJson()[..^1]},{properties}}}";
    }

    private static string OfLength(Applicant applicant, int length)
    {
        var bare = With(applicant, "\"padding\":\"\"").Length;
        return With(applicant, $"\"padding\":\"{new string('x', length - bare)}\"");
    }

    private static string Nested(int depth)
    {
        var nested = new string('[', depth) + "1" + new string(']', depth);
        return $$"""{"firstName":"A","lastName":"B","idNumber":"8001015009087","x":{{nested}}}""";
    }
}
