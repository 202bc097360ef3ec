using FinRisk.Local.Callers;
using FinRisk.Local.Settings;
using FinRisk.Scoring.Ids;

namespace FinRisk.Local.Tests.Callers;

/// <summary>A key names its caller; without any keys it is anybody, who then sees all.</summary>
public sealed class CallerDirectoryTests
{
    private static readonly CallerDirectory Directory = new(new LocalSettings
    {
        Callers = [new CallerKey("alice", "alice-key-0123456", IsOperator: false), new CallerKey(
            "olga", "olga-key-01234567", IsOperator: true)],
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whatever")]
    public void Without_keys_it_is_anybody(string? key) =>
        Assert.Equal(
            new Caller("local", IsOperator: true) { IsUnauthenticated = true },
            new CallerDirectory(new LocalSettings()).Find(key));

    [Theory]
    [InlineData("alice-key-0123456", "alice", false)]
    [InlineData("olga-key-01234567", "olga", true)]
    public void A_key_names_its_caller(string key, string name, bool isOperator) =>
        Assert.Equal(new Caller(name, isOperator), Directory.Find(key));

    [Fact]
    public void A_key_may_have_a_rate_of_its_own() => Assert.Equal(
        5,
        new CallerDirectory(new LocalSettings { Callers = [new CallerKey("bob", "bob-key-012345678", false, 5)] })
            .Find("bob-key-012345678")?.Permits);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("alice-key-012345")]
    [InlineData("alice-key-01234567")]
    [InlineData("ALICE-KEY-0123456")]
    [InlineData("alice-key-0123456 ")]
    public void Anything_else_names_nobody(string? key) => Assert.Null(Directory.Find(key));

    [Fact]
    public void A_caller_is_printed_without_its_key() =>
        Assert.Equal("alice", new CallerKey("alice", "alice-key-0123456", IsOperator: true).ToString());
}
