using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Contract 1: accepted if it is 1 to 128 of <c>A-Za-z0-9._-</c>, otherwise replaced; always on the response.</summary>
public sealed class CorrelationIdTests
{
    public static TheoryData<string> Accepted => ["a", "0-9._Z", new string('x', 128)];

    public static TheoryData<string> Replaced =>
        ["", " ", "a b", "a,b", "a\"b", "a\r\nX: y", "\u00E9", new string('x', 129), "a/b", "{a}"];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_good_id_is_the_callers(string sent) => Assert.Equal(sent, Attach(sent));

    [Theory]
    [MemberData(nameof(Replaced))]
    public void Any_other_is_replaced(string sent)
    {
        var given = Attach(sent);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", given);
        Assert.NotEqual(given, Attach(sent));
    }

    [Fact]
    public void None_and_several_are_replaced()
    {
        Assert.Matches("^[A-Za-z0-9_-]{22}$", Attach(StringValues.Empty));
        Assert.Matches("^[A-Za-z0-9_-]{22}$", Attach(new StringValues(["a", "b"])));
    }

    [Fact]
    public void Asking_before_the_edge_gave_one_is_a_bug()
    {
        Assert.Throws<InvalidOperationException>(() => new DefaultHttpContext().GetCorrelationId());
        Assert.Throws<InvalidOperationException>(() => new DefaultHttpContext().GetCaller());
    }

    private static string Attach(StringValues sent)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers[CorrelationId.Header] = sent;
        var given = CorrelationId.Attach(http);
        Assert.Equal(given, http.Response.Headers[CorrelationId.Header]);
        Assert.Equal(given, http.GetCorrelationId());
        return given;
    }
}
