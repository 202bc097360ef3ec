using System.Diagnostics;
using System.Globalization;
using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>Contract 5: what vendors do to a connection or say with two clocks, which no web server can be made to do.</summary>
public sealed class RawVendorTests
{
    private const int Warm = 20;

    private static readonly string[] ProxyVariables =
        ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>
    /// Twenty connections that the vendor's load balancer has closed: no attempt fails, and the circuit stays closed.
    /// </summary>
    [OwnHostTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Warm_connections_that_are_gone_cost_no_attempt(bool reset)
    {
        await using var vendor = new RawVendor();
        using var host = await StartAsync(vendor);
        var client = new FinRiskClient(host.Address);
        var (arrived, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        vendor.Answer = async _ =>
        {
            if (Interlocked.Increment(ref arrived) == Warm)
                all.SetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30));
            return RawVendor.Score;
        };
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, Warm).Select(_ => client.ValidateAsync(Applicant.New()))))
            answer.Is(200);
        Assert.True(vendor.Connections >= Warm, "The pool is warm.");

        vendor.Answer = request => Task.FromResult<byte[]?>(request.Served == 0 ? RawVendor.Score : reset ? null : []);
        for (var call = 0; call < Warm; call++)
        {
            var answer = (await client.ValidateAsync(Applicant.New())).Is(200);
            var status = await ValidationStatus.FinishedAsync(client, answer.Get("validationId"));
            Assert.Equal(1, status.Json.GetProperty("attempts").GetInt32());
        }
    }

    /// <summary>
    /// The vendor's clock is an hour ahead: its own Date says how far off the moment is. By our clock it would be the limit.
    /// </summary>
    [OwnHostFact]
    public async Task A_date_to_come_back_at_counts_from_the_vendors_own_clock()
    {
        var limit = TimeSpan.FromSeconds(20);
        await using var vendor = new RawVendor();
        using var host = await StartAsync(
            vendor, ("Retry:MaxRetryAfter", limit.ToString()), ("Validation:SyncWait", "00:00:30"));
        var theirs = TimeProvider.System.GetUtcNow().AddHours(1);
        var refused = RawVendor.Response(
            "429 Too Many Requests", "{}", $"Date: {Http(theirs)}", $"Retry-After: {Http(theirs.AddSeconds(2))}");
        var calls = 0;
        vendor.Answer = _ => Task.FromResult<byte[]?>(Interlocked.Increment(ref calls) == 1 ? refused : RawVendor.Score);
        var watch = Stopwatch.StartNew();
        (await new FinRiskClient(host.Address).ValidateAsync(Applicant.New())).Is(200);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2) - RealTime.Slack, limit - TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// A process that stood still (SIGSTOP, a migrated machine) says nothing of the vendor: the circuit stays closed.
    /// </summary>
    [OwnHostFact]
    public async Task A_host_that_stood_still_blames_nobody()
    {
        await using var vendor = new RawVendor();
        using var host = await StartAsync(
            vendor, ("Circuit:FailureThreshold", "1"), ("Retry:MaxAttempts", "1"), ("Validation:SyncWait", "00:00:30"));
        var client = new FinRiskClient(host.Address);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        vendor.Answer = async _ =>
        {
            reached.TrySetResult();
            await Task.Delay(TimeSpan.FromSeconds(30));
            return RawVendor.Score;
        };
        var first = client.ValidateAsync(Applicant.New());
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Signal("STOP", host);
        await Task.Delay(TimeSpan.FromSeconds(7));
        Signal("CONT", host);
        Expect.Problem(await first, 502, "vendor-error");

        vendor.Answer = _ => Task.FromResult<byte[]?>(RawVendor.Score);
        (await client.ValidateAsync(Applicant.New())).Is(200);
    }

    /// <summary>
    /// On a company laptop the proxy variables are set: neither key nor applicant goes there, and the first command works.
    /// </summary>
    [OwnHostFact]
    public async Task The_proxy_variables_lead_key_and_applicant_nowhere()
    {
        await using var proxy = new RawVendor();
        await using var vendor = new RawVendor();
        using var host = await LocalHost.StartAsync(
            vendor.Address,
            AcceptanceSettings.With(),
            environment: [.. ProxyVariables.Select(name => (name, proxy.Address.AbsoluteUri))]);
        (await new FinRiskClient(host.Address).ValidateAsync(Applicant.New())).Is(200);
        Assert.Equal((0, 1), (proxy.Connections, vendor.Connections));
    }

    private static Task<LocalHost> StartAsync(RawVendor vendor, params (string Name, string Value)[] changes) =>
        LocalHost.StartAsync(vendor.Address, AcceptanceSettings.With([("ScoreHistory:CacheFor", "00:00:00"), .. changes]));

    private static string Http(DateTimeOffset moment) => moment.ToString("R", CultureInfo.InvariantCulture);

    private static void Signal(string name, LocalHost host)
    {
        using var kill = Process.Start("kill", [$"-{name}", host.Process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
