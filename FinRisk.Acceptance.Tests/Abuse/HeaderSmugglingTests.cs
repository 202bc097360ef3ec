using System.Text;
using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Abuse;

/// <summary>
/// Header lines that two readers could read in two ways: none is half believed, and none writes a header or a log line.
/// </summary>
public sealed class HeaderSmugglingTests
{
    private const string Forged = "forged";

    private static readonly string Key = Ids.IdempotencyKey();

    /// <summary>Header lines, and the only statuses that they may be answered with.</summary>
    private static (string Why, string Lines, int[] Allowed)[] Cases =>
    [
        ("correlation id twice", $"X-Correlation-ID: {Forged}1\r\nX-Correlation-ID: {Forged}2\r\n{Keyed}", [200]),
        ("correlation id, percent-encoded line break", $"X-Correlation-ID: a%0d%0aX-Forged: {Forged}\r\n{Keyed}", [200]),
        ("correlation id, bare line feed", $"X-Correlation-ID: a\nX-Forged: {Forged}\r\n{Keyed}", [200, 400]),
        ("correlation id, bare carriage return", $"X-Correlation-ID: a\rX-Forged: {Forged}\r\n{Keyed}", [400]),
        ("correlation id, folded", $"X-Correlation-ID: a\r\n {Forged}\r\n{Keyed}", [400]),
        ("correlation id, null", $"X-Correlation-ID: a\0{Forged}\r\n{Keyed}", [400]),
        ("correlation id, escape sequence", $"X-Correlation-ID: \u001b[31m{Forged}\r\n{Keyed}", [200, 400]),
        ("idempotency key twice", $"Idempotency-Key: a\r\nIdempotency-Key: b\r\n{Keyed}", [400]),
        ("idempotency key twice, the same", $"Idempotency-Key: a\r\nIdempotency-Key: a\r\n{Keyed}", [400]),
        ("idempotency key, a list", $"Idempotency-Key: a, b\r\n{Keyed}", [400]),
        ("idempotency key, bare carriage return", $"Idempotency-Key: a\rb\r\n{Keyed}", [400]),
        ("idempotency key, folded", $"Idempotency-Key: a\r\n\tb\r\n{Keyed}", [400]),
        ("idempotency key, open quotes", $"Idempotency-Key: \"a\r\n{Keyed}", [400]),
        ("key twice, one of them right", $"x-functions-key: wrong\r\n{Keyed}", [401]),
        ("key twice, both right", $"{Keyed}{Keyed}", [401]),
        ("key twice, the other spelling", $"X-FUNCTIONS-KEY: wrong\r\n{Keyed}", [401]),
        ("key with a space in the name", $"x-functions-key : {Key}\r\n", [400]),
        ("key folded", $"x-functions-key:\r\n {Key}\r\n", [400]),
        ("content type twice", $"Content-Type: text/plain\r\n{Keyed}", [400, 415]),
        ("host twice", $"Host: other\r\n{Keyed}", [400]),
        ("a header without a name", $": x\r\n{Keyed}", [400]),
        ("a header without a colon", $"forged\r\n{Keyed}", [400]),
        ("a header of 64 KiB", $"X-Big: {new string('x', 65_536)}\r\n{Keyed}", [431]),
        ("a thousand headers", string.Concat(Enumerable.Range(0, 1000).Select(number => $"X-{number}: x\r\n")) + Keyed, [431]),
    ];

    private static string Keyed => $"x-functions-key: {Key}\r\n";

    /// <summary>Each is answered as one request, without a 5xx; then a usual caller is served, and the log is whole.</summary>
    [OwnHostFact]
    public async Task No_header_is_half_believed()
    {
        PersonalData.Mark(Key);
        using var target = await OwnTarget.StartAsync(("Local:Callers:lender:Key", Key), ("Validation:SyncWait", "00:00:30"));
        var wrong = new List<string>();
        foreach (var (why, lines, allowed) in Cases)
        {
            var (statuses, text) = await RawHttp.SendAsync(target.Host.Address, RawHttp.Post(Applicant.New(), lines));

            // On a busy machine the score may come later than the caller waits.
            if (statuses is not [var status] || !allowed.Contains(status == 202 ? 200 : status))
                wrong.Add($"{why}: {string.Join(", ", statuses)} instead of {string.Join(" or ", allowed)}");
            if (text.Contains(Forged, StringComparison.OrdinalIgnoreCase))
                wrong.Add($"{why}: it came back in the answer");
        }

        Assert.Empty(wrong);
        var applicant = Applicant.New();
        Expect.FreshScore(await target.FinRisk.As(Key).ValidateAsync(applicant), applicant);
        await AssertLogIsWholeAsync(target.Host.Process.LogFile);
    }

    /// <summary>Every line after the first JSON one is a JSON object, and nothing that was sent is in one.</summary>
    private static async Task AssertLogIsWholeAsync(string file)
    {
        var lines = (await SharedFile.ReadAsync(file, Encoding.UTF8)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith(' ') && !line.StartsWith("FinRisk", StringComparison.Ordinal)
                && !line.StartsWith("RiskShield", StringComparison.Ordinal)
                    && !line.StartsWith("Try it", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
            Assert.DoesNotContain(Forged, line, StringComparison.OrdinalIgnoreCase);
        }
    }
}
