using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>Two hosts with data of their own, one vendor and one Redis; requests go to the hosts in turn.</summary>
internal sealed class HostPair : IDisposable
{
    /// <summary>How a host's log says that it shares with the other from now on.</summary>
    public const string Found = "\"event\":\"redis_found\"";

    private const int AtOnce = 8;

    private readonly SimulatorProcess simulator;
    private readonly LocalHost[] hosts;
    private readonly FinRiskClient client;
    private int sent;

    private HostPair(RedisServer redis, SimulatorProcess simulator, LocalHost[] hosts)
    {
        (Redis, this.simulator, this.hosts) = (redis, simulator, hosts);
        client = new FinRiskClient([.. hosts.Select(host => host.Address)], key: null);
        Vendor = new VendorClient(simulator.Address);
    }

    public RedisServer Redis { get; }

    public VendorClient Vendor { get; }

    /// <summary>How every correlation id of its requests begins.</summary>
    public string Prefix { get; } = Ids.CorrelationId();

    /// <param name="permits">Requests per minute and caller.</param>
    /// <param name="changes">Further settings that differ from <c>acceptance.settings.json</c>.</param>
    public static async Task<HostPair> StartAsync(int permits, params (string Name, string Value)[] changes)
    {
        var redis = await RedisServer.StartAsync();
        var simulator = await SimulatorProcess.StartAsync();
        var settings = AcceptanceSettings.With(
            [("ConnectionStrings:Redis", redis.ConnectionString), ("RateLimit:Permits", $"{permits}"), .. changes]);
        var hosts = await Task.WhenAll(
            LocalHost.StartAsync(simulator.Address, settings), LocalHost.StartAsync(simulator.Address, settings));

        // A host is ready before it has found Redis: that is what these tests want, but not where they begin.
        var pair = new HostPair(redis, simulator, hosts);
        await Eventually.TrueAsync(async () => await pair.CountAsync(Found) == (1, 1), "both hosts find Redis");
        return pair;
    }

    /// <summary>One request for an applicant of its own.</summary>
    public async Task<TimedAnswer> SendAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var number = Interlocked.Increment(ref sent);
        var answer = await client.ValidateAsync(Applicant.New(), Ids.CorrelatedBy($"{Prefix}.{number}"));
        return new TimedAnswer(answer, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>A few requests at a time, for so long.</summary>
    public Task<IReadOnlyList<TimedAnswer>> RunAsync(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        return RunAsync(() => Stopwatch.GetElapsedTime(began) < time);
    }

    /// <summary>A few requests at a time, so many in all.</summary>
    public Task<IReadOnlyList<TimedAnswer>> RunAsync(int requests)
    {
        var begun = 0;
        return RunAsync(() => Interlocked.Increment(ref begun) <= requests);
    }

    /// <summary>How often each host has logged this.</summary>
    public async Task<(int First, int Second)> CountAsync(string text) =>
        (await CountAsync(hosts[0], text), await CountAsync(hosts[1], text));

    public void Dispose()
    {
        foreach (var host in hosts)
            host.Dispose();
        simulator.Dispose();
        Redis.Dispose();
    }

    private async Task<IReadOnlyList<TimedAnswer>> RunAsync(Func<bool> more)
    {
        var answers = new ConcurrentBag<TimedAnswer>();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (more())
                answers.Add(await SendAsync());
        }));
        return [.. answers];
    }

    private static async Task<int> CountAsync(LocalHost host, string text) =>
        (await SharedFile.ReadAsync(host.Process.LogFile, Encoding.UTF8)).Split(text).Length - 1;
}
