using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.Http;

/// <summary>Who gets to the operators' pages.</summary>
public sealed class OperatorsOnlyTests
{
    [Fact]
    public void An_operator_passes() =>
        Assert.True(OperatorsOnly.TryAuthorize(HttpSample.Request(caller: new Caller("olga", IsOperator: true)), out _));

    [Fact]
    public async Task Another_caller_is_told_so()
    {
        var http = HttpSample.Request(path: "/ops/audit", caller: new Caller("alice"));
        Assert.False(OperatorsOnly.TryAuthorize(http, out var refusal));
        var reply = await refusal.ReplyAsync(http);
        Assert.Equal(
            (403, "forbidden", "This page is for operators; ask for an operator's key."),
            (reply.Status, reply.Code, reply.Text("detail")));
    }

    [Theory]
    [InlineData("localhost:7071", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1:7071", true)]
    [InlineData("[::1]:7071", true)]
    [InlineData("evil.example:7071", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("", false)]
    public async Task Without_keys_only_this_machines_own_names_open_the_pages(string host, bool passes)
    {
        var http = HttpSample.Request(caller: new Caller("local", IsOperator: true) { IsUnauthenticated = true });
        http.Request.Host = new HostString(host);
        Assert.Equal(passes, OperatorsOnly.TryAuthorize(http, out var refusal));
        if (refusal is not null)
        {
            Assert.StartsWith(
                "Without keys the operators' pages are served under localhost",
                (await refusal.ReplyAsync(http)).Text("detail"),
                StringComparison.Ordinal);
        }
    }
}
