using System.Diagnostics;
using System.Globalization;
using FinRisk.Redis.Tests.Harness;
using FinRisk.Scoring;
using FinRisk.Scoring.Limits;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Settings;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinRisk.Redis.Tests;

/// <summary>Redis away, slow and back: bounded waits, one warning an outage, and nothing thrown.</summary>
public sealed class RedisLinkTests
{
    [RedisFact]
    public async Task A_killed_Redis_is_one_warning_and_its_return_one_line()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        Assert.NotNull(await AcquireAsync(replica));
        await server.KillAsync();
        for (var i = 0; i < 50; i++)
            Assert.Null(await AcquireAsync(replica));
        await Task.Delay(3 * RedisLink.ProbeInterval);
        Assert.Equal(["redis_found", "redis_lost"], replica.LoggedEvents);
        Assert.Equal(LogLevel.Warning, replica.Log.Events.Last().Level);

        await server.StartAgainAsync();
        await replica.UsableAsync(true);
        Assert.NotNull(await AcquireAsync(replica));
        Assert.Equal(["redis_found", "redis_lost", "redis_found"], replica.LoggedEvents);
    }

    [RedisFact]
    public async Task A_hanging_Redis_is_waited_for_once_and_then_not_at_all()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server, clock: TimeProvider.System);

        // The first commands of a process compile their code, and may take too long to be waited for.
        while (await AcquireAsync(replica) is null)
            await replica.UsableAsync(true);
        var before = replica.LoggedEvents.Count();
        await server.HangAsync();
        var first = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AcquireAsync(replica)));
        Assert.All(first, Assert.Null);
        await replica.UsableAsync(false);

        // Now nobody waits: the answer is there before the call returns.
        for (var i = 0; i < 1_000; i++)
            Assert.True(AcquireAsync(replica).IsCompletedSuccessfully);
        await Task.Delay(3 * RedisLink.ProbeInterval);
        Assert.Equal(["redis_lost"], replica.LoggedEvents.Skip(before));

        await server.GoOnAsync();
        await replica.UsableAsync(true);
        Assert.NotNull(await AcquireAsync(replica));
        Assert.Equal(["redis_lost", "redis_found"], replica.LoggedEvents.Skip(before));
    }

    /// <summary>A process that is slow by itself must not take Redis for lost: a probe finds out which of them it is.</summary>
    [RedisFact]
    public async Task A_command_that_times_out_while_Redis_answers_is_no_outage()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        var enough = await CountScriptsAsync(server) + 3;
        await Eventually.TrueAsync(
            async () =>
            {
                var late = new TimeoutException();
                Assert.False((await replica.Link.TryAsync((_, thrown) => Task.FromException<int>(thrown), late)).Ok);
                Assert.True(replica.Link.IsUsable);
                return await CountScriptsAsync(server) >= enough;
            },
            "three probes are sent");
        Assert.NotNull(await AcquireAsync(replica));
        Assert.Equal(["redis_found"], replica.LoggedEvents);
    }

    [RedisFact]
    public async Task A_start_without_Redis_is_a_start()
    {
        using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        var began = Stopwatch.GetTimestamp();
        await using var replica = await Replica.StartAsync(server, connected: false);
        Assert.Null(await AcquireAsync(replica));
        Assert.Null(
            await replica.Service<ISharedCallRate>().ReserveAsync(new CallQuota("vendor", 1, TimeSpan.Zero), TimeSpan.Zero));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await server.StartAgainAsync();
        await replica.UsableAsync(true);
        Assert.NotNull(await AcquireAsync(replica));
    }

    /// <summary>A Redis that answers but refuses, such as for want of memory, is no use either.</summary>
    [RedisFact]
    public async Task A_Redis_that_refuses_to_write_is_an_outage_without_its_words()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        await server.AskAsync("CONFIG SET maxmemory 1");
        Assert.Null(await AcquireAsync(replica));
        for (var probe = 0; probe < 3; probe++)
        {
            await Task.Delay(RedisLink.ProbeInterval);
            Assert.False(replica.Link.IsUsable);
        }

        Assert.Contains(
            "RedisServerException OOM;",
            Assert.Single(replica.Log.Events, told => told.Name == "redis_lost").Text,
            StringComparison.Ordinal);
    }

    /// <summary>How a lost connection surfaces depends on where the command was just then.</summary>
    [RedisFact]
    public async Task A_command_that_ends_in_whatever_way_is_an_outage()
    {
        using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server);
        Exception[] faults =
        [
            new TaskCanceledException(), new OperationCanceledException(), new ObjectDisposedException("pipe"), new IOException(),
            new System.Net.Sockets.SocketException(), new InvalidOperationException(),
        ];
        foreach (var exception in faults)
        {
            Assert.False((await replica.Link.TryAsync((_, thrown) => Task.FromException<int>(thrown), exception)).Ok);
            Assert.False(replica.Link.IsUsable);
            await replica.UsableAsync(true);
            Assert.False((await replica.Link.TryAsync<int, Exception>((_, thrown) => throw thrown, exception)).Ok);
            await replica.UsableAsync(true);
        }
    }

    [Fact]
    public void Without_a_connection_string_nothing_is_registered()
    {
        var services = new ServiceCollection();
        Assert.Empty(services.AddFinRiskRedis(new FinRiskSettings()));
        Assert.Empty(ErrorsOf(null));
    }

    [Theory]
    [InlineData("host:port:more,nonsense=1")]
    [InlineData("password=hush-hush")]
    [InlineData("redis:6379,connectTimeout=soon,password=hush-hush")]
    public void A_connection_string_that_cannot_be_read_is_told_and_not_repeated(string text)
    {
        var exception = Assert.Single(ErrorsOf(text));
        Assert.StartsWith("ConnectionStrings:Redis: the value cannot be read; ", exception, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", exception, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "hush", new FinRiskSettings { Redis = new RedisSettings(text) }.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> ErrorsOf(string? text)
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        RedisServices.Check(reader, new RedisSettings(text));
        return Record.Exception(reader.ThrowIfInvalid) is SettingsException errors ? errors.Errors : [];
    }

    /// <summary>How many scripts the server has run.</summary>
    private static async Task<int> CountScriptsAsync(RedisServer server) =>
        (await server.AskAsync("INFO commandstats")).Split("\r\n")
            .Where(line => line.StartsWith("cmdstat_eval", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split('=', ',')[1], CultureInfo.InvariantCulture));

    private static Task<RateLimitLease?> AcquireAsync(Replica replica) =>
        replica.Service<ISharedCallerLimit>().AcquireAsync("alice", 1_000, TimeSpan.FromHours(1)).AsTask();
}
