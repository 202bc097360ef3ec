using System.IO.Compression;
using System.Text;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Validations;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Contract 5: a score that can be read is read, however the vendor's gateway dressed it; within bounds.</summary>
public sealed class ReadableResponseTests
{
    private static readonly byte[] Usable = Encoding.UTF8.GetBytes(Answers.Usable);

    [Fact]
    public async Task A_byte_order_mark_before_the_score_is_skipped() =>
        await AssertScoredAsync("identity", [0xEF, 0xBB, 0xBF, .. Usable]);

    [Theory]
    [InlineData("72.0")]
    [InlineData("72.000")]
    [InlineData("7.2e1")]
    [InlineData("720E-1")]
    public async Task An_integer_may_be_written_as_a_fraction(string number) =>
        await AssertScoredAsync("identity", Encoding.UTF8.GetBytes($$"""{"riskScore":{{number}},"riskLevel":"MEDIUM"}"""));

    /// <summary>We ask for identity; what comes in another coding all the same is decoded.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_coded_response_is_decoded(string coding) => await AssertScoredAsync(coding, Encode(coding, Usable));

    [Theory]
    [InlineData("zstd", false)]
    [InlineData("gzip, gzip", false)]
    [InlineData("gzip", true)]
    public async Task A_coding_that_cannot_be_undone_is_an_unusable_response(string coding, bool cutShort)
    {
        var body = Encode("gzip", Usable);
        await AssertUnusableAsync(coding, cutShort ? body[..^12] : body);
    }

    [Fact]
    public async Task What_claims_to_be_coded_and_is_not_is_an_unusable_response() => await AssertUnusableAsync("gzip", Usable);

    /// <summary>50 KB of gzip that would become 50 MB: no more than the limit is decoded.</summary>
    [Fact]
    public async Task A_response_is_bounded_after_decoding()
    {
        var bomb = Encode("gzip", [.. Usable, .. Enumerable.Repeat((byte)' ', 50_000_000)]);
        Assert.True(bomb.Length < ScoreReader.MaxBytes, "The limit on the wire would refuse it.");
        await AssertUnusableAsync("gzip", bomb);
    }

    [Fact]
    public async Task A_response_of_just_the_limit_is_read()
    {
        var padding = Enumerable.Repeat((byte)' ', ScoreReader.MaxBytes - Usable.Length);
        await AssertScoredAsync("identity", [.. Usable, .. padding]);
        await AssertUnusableAsync("gzip", Encode("gzip", [.. Usable, .. padding, (byte)' ']));
        Assert.Equal(AttemptStatus.Scored, (await ScoreAsync("identity", [.. Usable, .. padding], announced: true)).Status);
    }

    private static async Task AssertScoredAsync(string coding, byte[] body)
    {
        var result = await ScoreAsync(coding, body);
        Assert.Equal((AttemptStatus.Scored, Sample.Score), (result.Status, result.Score));
    }

    private static async Task AssertUnusableAsync(string coding, byte[] body) =>
        Assert.Equal(AttemptStatus.InvalidResponse, (await ScoreAsync(coding, body)).Status);

    private static async Task<AttemptResult> ScoreAsync(string coding, byte[] body, bool announced = false)
    {
        await using var bench = await ClientBench.StartAsync(http =>
        {
            http.Response.Headers.ContentEncoding = coding;
            http.Response.ContentLength = announced ? body.Length : null;
            return Answers.Bytes(body)(http);
        });
        return await bench.ScoreAsync();
    }

    private static byte[] Encode(string coding, byte[] body)
    {
        using var coded = new MemoryStream();
        using (var encoder = Encoder(coding, coded))
            encoder.Write(body);
        return coded.ToArray();
    }

    private static Stream Encoder(string coding, Stream into) => coding.ToUpperInvariant() switch
    {
        "DEFLATE" => new ZLibStream(into, CompressionLevel.Optimal),
        "BR" => new BrotliStream(into, CompressionLevel.Optimal),
        _ => new GZipStream(into, CompressionLevel.Optimal),
    };
}
