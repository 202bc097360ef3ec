using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>Contract 1: what leads elsewhere is relative, and can be followed through a gateway with a path of its own.</summary>
public sealed class GatewayTests : AcceptanceTest
{
    /// <summary>Anybody can send the header; only a configured proxy is believed.</summary>
    [Fact]
    public async Task The_prefix_of_anybody_else_is_ignored()
    {
        var answer = await FinRisk.ValidateAsync(
            Applicant.New(), Ids.Prefer("respond-async"), ("X-Forwarded-Prefix", "/finrisk"));
        Assert.Equal($"/validations/{Expect.Accepted(answer)}", answer["Location"]);
    }

    /// <summary>The gateway takes the prefix off the path and says so.</summary>
    [OwnHostFact]
    public async Task Behind_a_trusted_gateway_Location_and_Link_begin_with_its_prefix()
    {
        using var target = await OwnTarget.StartAsync(("Gateway:TrustedProxies", "192.0.2.0/24, 127.0.0.1"));
        var prefix = ("X-Forwarded-Prefix", "/apis/finrisk");
        var accepted = await target.FinRisk.ValidateAsync(Applicant.New(), Ids.Prefer("respond-async"), prefix);
        Assert.Equal($"/apis/finrisk/validations/{Expect.Accepted(accepted)}", accepted["Location"]);
        var refused = (await target.FinRisk.PostAsync("{", prefix)).Is(400);
        Assert.Equal("</apis/finrisk/problems/invalid-json>; rel=\"help\"", refused["Link"]);
        var lead = (await target.FinRisk.GetAsync("/problems/invalid-json", prefix)).Is(302);
        Assert.Equal("/apis/finrisk/docs#description/invalid-json", lead["Location"]);
    }
}
