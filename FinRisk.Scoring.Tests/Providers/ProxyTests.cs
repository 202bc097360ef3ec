using System.Net;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>
/// The proxy variables of the environment lead key and applicant nowhere; only the setting does, and only over https.
/// </summary>
[Collection(nameof(ProxyTests))]
public sealed class ProxyTests : IDisposable
{
    private readonly IWebProxy _before = HttpClient.DefaultProxy;

    [Fact]
    public async Task No_call_goes_to_the_environments_proxy()
    {
        await using var proxy = new RawVendor();
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        await using var bench = await ClientBench.StartAsync(Answers.Score);
        Assert.Equal(AttemptStatus.Scored, (await bench.ScoreAsync()).Status);
        Assert.Single(bench.Received);

        // The address is none that a proxy variable would spare, as loopback is on some systems.
        await using var outside = await ClientBench.StartElsewhereAsync(new Uri("http://vendor.invalid"));
        Assert.Equal(AttemptStatus.NetworkFailure, (await outside.ScoreAsync()).Status);
        Assert.Equal(0, proxy.Requests);
    }

    [Theory]
    [InlineData("https://vendor.example", "http://proxy.example:3128", true)]
    [InlineData("https://vendor.example", null, false)]
    [InlineData("https://127.0.0.1:7072", "http://proxy.example:3128", false)]
    [InlineData("https://localhost:7072", "http://proxy.example:3128", false)]
    [InlineData("http://127.0.0.1:7072", "http://proxy.example:3128", false)]
    public void Only_https_outside_this_machine_goes_through_the_proxy_that_is_set(string vendor, string? proxy, bool used)
    {
        var settings = new RiskShieldSettings { BaseUrl = new Uri(vendor), Proxy = proxy is null ? null : new Uri(proxy) };
        foreach (var pooled in new[] { true, false })
        {
            using var handler = VendorConnection.CreateHandler(settings, pooled);
            Assert.Equal((used, used ? new Uri(proxy!) : null), (handler.UseProxy, handler.Proxy?.GetProxy(new Uri(vendor))));
        }
    }

    public void Dispose() => HttpClient.DefaultProxy = _before;
}
