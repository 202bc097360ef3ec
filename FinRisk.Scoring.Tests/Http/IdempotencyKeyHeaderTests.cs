using FinRisk.Scoring.Endpoints;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1: a structured-field string of 1 to 255 characters, or as many visible ASCII characters bare.</summary>
public sealed class IdempotencyKeyHeaderTests
{
    public static TheoryData<string, string> Accepted => new()
    {
        { "k", "k" },
        { "8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324" },
        { "!~", "!~" },
        { "a\"b", "a\"b" },
        { "\"k\"", "k" },
        { "\"a\\\"b\\\\c\"", "a\"b\\c" },
        { "\"two words\"", "two words" },
        { "\" k \"", " k " },
        { "\"k\";v=1", "k" },
        { "\"k\"; v=\"a;b\\\"\";flag;x=?1;y=:aGk=:", "k" },
        { "\"" + string.Concat(Enumerable.Repeat("\\\"", 255)) + "\"", new string('"', 255) },
        { new string('k', 255), new string('k', 255) },
        { "\"" + new string('k', 255) + "\"", new string('k', 255) },
    };

    public static TheoryData<string> Refused =>
    [
        "", "\"\"", "\"", "a b", "\"k\" ;v=1", "\"k\";V=1", "\"k\";", "\"k\";v=", "\"k\", \"l\"", "\"a\tb\"", "\"k\u00E9\"",
        "k\u00E9", "k\u007F", "k\t", new string('k', 256), "\"" + new string('k', 256) + "\"",
        "\"k", "\"k\"x", "\"a\"b\"", "\"a\\b\"", "\"a\\\"", "\"\\\"", "\uD83D\uDE00",
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_key_is_read_without_its_quotes(string header, string expected)
    {
        Assert.True(IdempotencyKeyHeader.TryRead(header, out var key));
        Assert.Equal(expected, key);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Anything_else_is_refused(string header)
    {
        Assert.False(IdempotencyKeyHeader.TryRead(header, out var key));
        Assert.Null(key);
    }

    [Fact]
    public void No_header_is_no_key()
    {
        Assert.True(IdempotencyKeyHeader.TryRead(StringValues.Empty, out var key));
        Assert.Null(key);
    }

    [Fact]
    public void Two_headers_are_refused_even_if_they_agree() =>
        Assert.False(IdempotencyKeyHeader.TryRead(new StringValues(["k", "k"]), out _));
}
