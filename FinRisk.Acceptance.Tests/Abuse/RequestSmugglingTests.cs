using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Abuse;

/// <summary>
/// Requests whose end two readers could see in two places. What stands behind the one request is never answered as another,
/// whatever a proxy in front may have thought.
/// </summary>
public sealed class RequestSmugglingTests
{
    private const string Hidden = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    /// <summary>How the body is framed, and what follows the headers.</summary>
    private static (string Why, string Framing, string Behind)[] Cases =>
    [
        ("length and chunks, the chunks end first", $"Content-Length: {5 + Hidden.Length}\r\n{Chunked}", "0\r\n\r\n" + Hidden),
        ("length and chunks, the length ends first", $"Content-Length: 4\r\n{Chunked}", $"2\r\n{{}}\r\n0\r\n\r\n{Hidden}"),
        ("two lengths", $"Content-Length: 0\r\nContent-Length: {Hidden.Length}\r\n", Hidden),
        ("a list of lengths", $"Content-Length: 0, {Hidden.Length}\r\n", Hidden),
        ("a length with a sign", $"Content-Length: +{Hidden.Length}\r\n", Hidden),
        ("a negative length", "Content-Length: -1\r\n", Hidden),
        ("a hexadecimal length", "Content-Length: 0x10\r\n", Hidden),
        ("a length beyond 64 bits", "Content-Length: 18446744073709551617\r\n", Hidden),
        ("a space before the colon", $"Content-Length: 5\r\nTransfer-Encoding : chunked\r\n", "0\r\n\r\n" + Hidden),
        ("chunked, not last", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n" + Hidden),
        ("something like chunked", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n" + Hidden),
        ("a quoted coding", "Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n" + Hidden),
        ("a chunk size beyond 64 bits", Chunked, "FFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n" + Hidden),
        ("a negative chunk size", Chunked, "-1\r\nx\r\n0\r\n\r\n" + Hidden),
        ("a chunk size that is none", Chunked, "zz\r\nx\r\n0\r\n\r\n" + Hidden),
        ("a chunk longer than its size", Chunked, "1\r\nxxxx\r\n0\r\n\r\n" + Hidden),
        ("a chunk without an end", Chunked, "2\r\n{}0\r\n\r\n" + Hidden),
        ("folded into the coding", "Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n" + Hidden),
    ];

    /// <summary>One answer each, a refusal and no 5xx, and the connection is not used again.</summary>
    [OwnHostFact]
    public async Task What_stands_behind_a_request_is_not_answered()
    {
        using var target = await OwnTarget.StartAsync();
        var wrong = new List<string>();
        foreach (var (why, framing, rest) in Cases)
        {
            var (statuses, _) = await RawHttp.SendAsync(target.Host.Address, RawHttp.PostFramedBy(framing, rest));
            if (statuses is not [>= 400 and < 500])
                wrong.Add($"{why}: answered {string.Join(", ", statuses)}");
        }

        Assert.Empty(wrong);
        var (pipelined, _) = await RawHttp.SendAsync(
            target.Host.Address,
            RawHttp.Post(Applicant.New()).Replace("Connection: close\r\n", "", StringComparison.Ordinal) + Hidden);
        Assert.Equal([200, 200], pipelined);
    }

    /// <summary>Requests that are no HTTP/1.1 request at all.</summary>
    [OwnHostFact]
    public async Task What_is_no_request_is_refused_and_harms_nobody()
    {
        using var target = await OwnTarget.StartAsync();
        (string Request, int[] Statuses)[] requests =
        [
            ("GET / HTTP/9.9\r\n\r\n", [505]),
            ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", [400]),
            ("G\0T / HTTP/1.1\r\nHost: a\r\n\r\n", [400]),
            ("GET / HTTP/1.1\r\n\r\n", [400]),
            ("GET http://other/%zz HTTP/1.1\r\nHost: a\r\n\r\n", [400]),
            ($"GET /{new string('a', 70_000)} HTTP/1.1\r\nHost: a\r\n\r\n", [414]),
            ("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00FC\u0003\u0003\r\n\r\n", [400]),
            ("GET /\r\n\r\n", [400]),

            // What begins as HTTP/2 is refused in a frame of HTTP/2, which has no status line.
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []),
        ];
        foreach (var (request, expected) in requests)
            Assert.Equal(expected, (await RawHttp.SendAsync(target.Host.Address, request)).Statuses);

        var applicant = Applicant.New();
        Expect.FreshScore(await target.FinRisk.ValidateAsync(applicant), applicant);
    }
}
