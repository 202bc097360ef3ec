using System.Net;
using System.Net.Sockets;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>Connections that fail, calls that hang, and a host that stops.</summary>
public sealed class VendorOutageTests
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_refused_connection_is_a_network_failure()
    {
        // Bound and not listening: nobody else gets the port, and nobody answers there.
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var bench = await ClientBench.StartElsewhereAsync(
            new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndPoint!).Port}"));
        Assert.Equal(
            bench.Result(AttemptStatus.NetworkFailure) with { NetworkError = HttpRequestError.ConnectionError },
            await bench.ScoreAsync());
    }

    [Fact]
    public async Task A_connection_cut_before_the_answer_is_a_network_failure()
    {
        await using var bench = await ClientBench.StartAsync(Answers.Cut);
        Assert.Equal(AttemptStatus.NetworkFailure, (await bench.ScoreAsync()).Status);
    }

    [Fact]
    public async Task A_connection_cut_within_the_answer_is_a_network_failure()
    {
        await using var bench = await ClientBench.StartAsync(Answers.CutShort);
        Assert.Equal(AttemptStatus.NetworkFailure, (await bench.ScoreAsync()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_hangs_times_out_after_the_attempts_time(bool afterTheFirstBytes)
    {
        await using var bench = await ClientBench.StartAsync(async http =>
        {
            if (afterTheFirstBytes)
            {
                await http.Response.WriteAsync("{");
                await http.Response.Body.FlushAsync();
            }

            await HangAsync(http);
        });
        var answer = bench.ScoreAsync();
        await _reached.Task;
        bench.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(answer.IsCompleted);
        bench.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(bench.Result(AttemptStatus.TimedOut) with { Elapsed = TimeSpan.FromSeconds(10) }, await answer);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_times_out()
    {
        await using var bench = await ClientBench.StartElsewhereAsync(
            new Uri("http://127.0.0.1:1"),
            services => services.AddHttpClient(ProviderName.RiskShield).ConfigurePrimaryHttpMessageHandler((handler, _) =>
            {
                var sockets = (SocketsHttpHandler)handler;
                Assert.Equal(TimeSpan.FromSeconds(5), sockets.ConnectTimeout);
                sockets.ConnectTimeout = TimeSpan.FromMilliseconds(50);
                sockets.ConnectCallback = async (_, cancel) =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
                    throw new InvalidOperationException("The connection never comes about.");
                };
            }));
        Assert.Equal(bench.Result(AttemptStatus.TimedOut), await bench.ScoreAsync());
    }

    [Fact]
    public async Task A_host_that_stops_ends_the_call_without_a_result()
    {
        await using var bench = await ClientBench.StartAsync(HangAsync);
        using var stopping = new CancellationTokenSource();
        var answer = bench.ScoreAsync(stopping: stopping.Token);
        await _reached.Task;
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    /// <summary>Until the client hangs up.</summary>
    private async Task HangAsync(HttpContext http)
    {
        _reached.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
