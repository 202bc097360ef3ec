using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

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
    [InlineData("application/json;", true)]
    [InlineData("application/json ; ;charset=utf-8;", true)]
    [InlineData("application/json; charset=utf8", true)]
    [InlineData("application/json; charset=US-ASCII", true)]
    [InlineData("application/json; charset=", false)]
    [InlineData("application/json; charset=latin1", false)]
    [InlineData(";", false)]
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
    [InlineData("gzip")]
    [InlineData("identity, br")]
    [InlineData("x-unheard-of")]
    public async Task A_body_in_a_content_coding_is_refused_with_the_one_that_is_read(string coding)
    {
        var http = HttpSample.Request();
        http.Request.Headers.ContentEncoding = coding;
        Assert.False(BodyReader.TryAcceptContent(http, "the applicant", out var refusal));
        var reply = await refusal.ReplyAsync(http);
        Assert.Equal(
            (415, "unsupported-media-type", "identity", "Send the applicant without Content-Encoding."),
            (reply.Status, reply.Code, reply.Headers.AcceptEncoding.ToString(), reply.Text("detail")));
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_told_what_to_be()
    {
        var http = HttpSample.Request();
        http.Request.ContentType = "text/plain";
        Assert.False(BodyReader.TryAcceptContent(http, "the applicant", out var refusal));
        var reply = await refusal.ReplyAsync(http);
        Assert.Equal(
            (415, "unsupported-media-type", "Send the applicant as application/json in UTF-8."),
            (reply.Status, reply.Code, reply.Text("detail")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("identity")]
    [InlineData("Identity,")]
    public void No_content_coding_is_none(string coding)
    {
        var http = HttpSample.Request();
        http.Request.Headers.ContentEncoding = coding;
        Assert.True(BodyReader.TryAcceptContent(http, "the applicant", out _));
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

    /// <summary>
    /// A chunk size that the server cannot count is the caller's fault; a connection that is gone stays what it is.
    /// </summary>
    [Fact]
    public async Task A_body_that_is_framed_wrongly_is_a_bad_request()
    {
        var badChunk = await Assert.ThrowsAsync<BadHttpRequestException>(
            () => ReadAsync(new IOException("Bad chunk size data.")));
        Assert.Equal(400, badChunk.StatusCode);
        var tooLarge = await Assert.ThrowsAsync<BadHttpRequestException>(
            () => ReadAsync(new BadHttpRequestException("too large", 413)));
        Assert.Equal(413, tooLarge.StatusCode);
        await Assert.ThrowsAsync<ConnectionResetException>(() => ReadAsync(new ConnectionResetException("gone")));
    }

    private static async Task ReadAsync(IOException exception)
    {
        var http = HttpSample.Request();
        http.Request.Body = new BrokenStream(exception);
        await BodyReader.ReadAsync(http.Request, new byte[100], default);
    }

    private sealed class BrokenStream(IOException exception) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw exception;
    }
}
