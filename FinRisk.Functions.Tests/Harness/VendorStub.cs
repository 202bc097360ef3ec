using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>A vendor on a free loopback port: a real HTTP server that answers as the test says.</summary>
internal sealed class VendorStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _calls;

    private VendorStub(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>How often it was called.</summary>
    public int Calls => _calls;

    /// <summary>What it answers: a status; 200 comes with a score.</summary>
    public Func<Task<int>> Answer { get; set; } = () => Task.FromResult(200);

    /// <summary>Starts it.</summary>
    public static async Task<VendorStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var vendor = new VendorStub(builder.Build());
        vendor._app.Run(async http =>
        {
            Interlocked.Increment(ref vendor._calls);
            http.Response.StatusCode = await vendor.Answer();
            if (http.Response.StatusCode == 200)
                await http.Response.WriteAsJsonAsync(new Dictionary<string, object> { ["riskScore"] = 72, ["riskLevel"] = "MEDIUM" });
        });
        await vendor._app.StartAsync();
        return vendor;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
