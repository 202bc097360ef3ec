using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1: <c>application/json</c>, UTF-8, at most 16 KiB.</summary>
public sealed class BodyReaderTests
{
    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("application/json; charset=\"UTF-8\"", true)]
    [InlineData("application/json; profile=x", true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("application/problem+json", false)]
    [InlineData("text/json", false)]
    [InlineData("text/plain", false)]
    [InlineData("json", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_JSON_in_UTF8_is_JSON(string? contentType, bool expected)
    {
        var http = HttpSample.Request();
        http.Request.ContentType = contentType;
        Assert.Equal(expected, BodyReader.IsJson(http.Request));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(ApplicantReader.MaxBytes, ApplicantReader.MaxBytes)]
    [InlineData(ApplicantReader.MaxBytes + 1, null)]
    [InlineData(10 * ApplicantReader.MaxBytes, null)]
    public async Task A_body_is_read_up_to_the_limit_announced_or_not(int length, int? expected)
    {
        foreach (var announced in new[] { false, true })
        {
            var body = new TrickleStream(length);
            var http = HttpSample.Request();
            http.Request.Body = body;
            http.Request.ContentLength = announced ? length : null;
            var buffer = new byte[ApplicantReader.MaxBytes + 1];
            Assert.Equal(expected, await BodyReader.ReadAsync(http.Request, buffer, default));
            Assert.True(body.Given <= buffer.Length);
            if (announced && expected is null)
                Assert.Equal(0, body.Given);
        }
    }
}
