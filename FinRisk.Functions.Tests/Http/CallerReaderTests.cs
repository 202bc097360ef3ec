using System.Text;
using FinRisk.Functions.Http;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinRisk.Functions.Tests.Http;

/// <summary>Who a request is taken to come from.</summary>
public sealed class CallerReaderTests : IDisposable
{
    private const string ObjectId = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private readonly List<IHost> _hosts = [];

    /// <inheritdoc/>
    public void Dispose() => _hosts.ForEach(host => host.Dispose());

    /// <summary>Anybody can send the header, so it says nothing until the operators say that the platform sets it.</summary>
    [Fact]
    public void A_principal_is_nobody_where_it_is_not_trusted()
    {
        var caller = Read([], Principal(Claim("oid", ObjectId), Claim("roles", "FinRisk.Operator")));
        Assert.Equal(new Caller("anonymous"), caller);
    }

    /// <summary>By the object id, under either name of that claim; never by a person's name.</summary>
    [Theory]
    [InlineData("oid")]
    [InlineData("http://schemas.microsoft.com/identity/claims/objectidentifier")]
    public void A_trusted_principal_is_its_object_id(string claim)
    {
        var principal = Principal(
            Claim(claim, ObjectId.ToUpperInvariant()), Claim("name", "Jane Doe"),
            Claim("preferred_username", "jane@example.com"));
        var caller = Read(Trusted, principal);
        Assert.Equal(new Caller("principal-" + ObjectId), caller);
    }

    /// <summary>The role by its setting; another role is none.</summary>
    [Theory]
    [InlineData(null, "FinRisk.Operator", true)]
    [InlineData(null, "finrisk.operator", false)]
    [InlineData(null, "FinRisk.Reader", false)]
    [InlineData("Risk.Ops", "Risk.Ops", true)]
    [InlineData("Risk.Ops", "FinRisk.Operator", false)]
    public void A_role_makes_an_operator(string? setting, string role, bool isOperator)
    {
        var settings = new Dictionary<string, string?>(Trusted) { ["Callers:OperatorRole"] = setting };
        Assert.Equal(isOperator, Read(settings, Principal(Claim("oid", ObjectId), Claim("roles", role)))!.IsOperator);
    }

    /// <summary>The principal may say itself what its roles are called.</summary>
    [Fact]
    public void A_role_under_the_name_that_the_principal_gives_counts()
    {
        const string Type = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
        var claims = $"{Claim("oid", ObjectId)},{Claim(Type, "FinRisk.Operator")}";
        var json = $$"""{"auth_typ":"aad","role_typ":"{{Type}}","claims":[{{claims}}]}""";
        Assert.True(Read(Trusted, Encode(json))!.IsOperator);
    }

    /// <summary>Whatever breaks the rule is refused, and does not fall back on being anonymous or a key.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("W10=")]
    [InlineData("e30=")]
    [InlineData("eyJjbGFpbXMiOlt7InR5cCI6MSwidmFsIjoyfV19")]
    public void A_principal_that_cannot_be_read_is_refused(string header) => Assert.Null(Read(Trusted, header));

    /// <summary>Two headers, two ids, none, or an id that is none.</summary>
    [Fact]
    public void A_principal_that_could_be_somebody_else_is_refused()
    {
        var good = Principal(Claim("oid", ObjectId));
        Assert.NotNull(Read(Trusted, good));
        Assert.Null(Read(Trusted, good, good));
        Assert.Null(Read(Trusted, Principal(Claim("oid", ObjectId), Claim("oid", Guid.Empty.ToString()))));
        Assert.Null(Read(Trusted, Principal(Claim("roles", "FinRisk.Operator"))));
        Assert.Null(Read(Trusted, Principal(Claim("oid", "jane@example.com"))));
        Assert.Null(
            Read(Trusted, Principal([.. Enumerable.Repeat(Claim("x", new string('x', 1000)), 40), Claim("oid", ObjectId)])));
    }

    /// <summary>Without a principal it is the key, also where principals are trusted.</summary>
    [Fact]
    public void A_key_is_its_hash()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers["x-functions-key"] = "a-key";
        var name = ReaderOf(Trusted).Read(http.Request)!.Name;
        Assert.StartsWith("key-", name, StringComparison.Ordinal);

        var known =
            new Dictionary<string, string?>(Trusted) { ["Callers:Operators"] = name, ["Callers:Permits"] = $"{name}=5, other=7" };
        Assert.Equal(new Caller(name, IsOperator: true, Permits: 5), ReaderOf(known).Read(http.Request));
    }

    private static Dictionary<string, string?> Trusted => new() { ["Callers:TrustPrincipalHeader"] = "true" };

    private static string Claim(string type, string value) => $$"""{"typ":"{{type}}","val":"{{value}}"}""";

    private static string Principal(params string[] claims) =>
        Encode($$"""{"auth_typ":"aad","claims":[{{string.Join(',', claims)}}]}""");

    private static string Encode(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));

    private Caller? Read(Dictionary<string, string?> settings, params string[] principals)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers["X-MS-CLIENT-PRINCIPAL"] = principals;
        http.Request.Headers["X-MS-CLIENT-PRINCIPAL-NAME"] = "jane@example.com";
        return ReaderOf(settings).Read(http.Request);
    }

    private CallerReader ReaderOf(Dictionary<string, string?> settings)
    {
        var all = TestHost.Settings();
        foreach (var (name, value) in settings)
            all[name] = value;
        var host = TestHost.Build(all);
        _hosts.Add(host);
        return host.Services.GetRequiredService<CallerReader>();
    }
}
