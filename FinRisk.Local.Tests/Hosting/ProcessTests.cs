using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FinRisk.Local.Tests.Harness;

namespace FinRisk.Local.Tests.Hosting;

/// <summary>What happens to a whole process: signals, an output that nobody reads, few file descriptors.</summary>
[Collection(HostGroup.Name)]
public sealed class ProcessTests
{
    /// <summary>The pipe takes 64 KiB; at this level every request writes several.</summary>
    [Fact]
    public async Task An_output_that_nobody_reads_stops_neither_validations_nor_the_end_of_the_process()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var host = await HostProcess.StartAsync(
            null, "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:System=Trace");
        for (var number = 0; number < 200; number++)
        {
            using var answer = await host.GetAsync("/validations/none").WaitAsync(Patience.Long);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var score = await host.ValidateAsync(60).WaitAsync(Patience.Long);
        Assert.Equal(HttpStatusCode.OK, score.StatusCode);
        await host.SignalAsync("TERM");
        await host.WaitForExitAsync(Patience.Long);
        Assert.Equal(0, host.ExitCode);
    }

    [Fact]
    public async Task A_caller_that_waits_when_the_process_is_told_to_stop_gets_202_with_its_location()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var vendor = StartSilentVendor();
        using var host = await StartAsync(vendor);
        var waiting = host.ValidateAsync(60);
        Assert.NotNull(await vendor.AcceptTcpClientAsync());
        await host.SignalAsync("TERM");
        using var answer = await waiting.WaitAsync(Patience.Long);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.StartsWith("/validations/", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        await host.WaitForExitAsync(Patience.Long);
        Assert.Equal(0, host.ExitCode);
    }

    /// <summary>The vendor drops the call: without the signal a second attempt would follow after a second.</summary>
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Once_told_to_stop_it_says_what_goes_on_and_begins_no_attempt(string signal)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var vendor = StartSilentVendor();
        using var host = await StartAsync(vendor, "--Logging:Console:FormatterName=text");
        var waiting = host.ValidateAsync(60);
        var call = await vendor.AcceptTcpClientAsync();
        await host.SignalAsync(signal);
        await Task.Delay(500);
        call.Dispose();
        using var answer = await waiting.WaitAsync(Patience.Long);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await host.WaitForExitAsync(Patience.Long);
        Assert.Equal(0, host.ExitCode);
        Assert.False(vendor.Pending());
        Assert.Equal(
            "Stopping: 1 validation still runs and goes on at the next start. Press Ctrl-C again to stop now.",
            (await host.ReadErrorsAsync()).Trim());
    }

    [Fact]
    public async Task A_second_interrupt_ends_the_process_at_once()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var vendor = StartSilentVendor();
        using var host = await StartAsync(vendor);
        var waiting = host.ValidateAsync(60);
        Assert.NotNull(await vendor.AcceptTcpClientAsync());
        await host.SignalAsync("INT");
        await Task.Delay(500);
        Assert.False(host.HasExited);
        var began = Stopwatch.GetTimestamp();
        await host.SignalAsync("INT");
        await host.WaitForExitAsync(Patience.Long);
        Assert.Equal(130, host.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
    }

    /// <summary>
    /// More connections than the process has descriptors: it refuses what is too much, serves the rest, and recovers.
    /// </summary>
    [Theory]
    [InlineData(1_024)]
    [InlineData(4_096)]
    public async Task A_flood_of_connections_ends_at_refused_connections(int maxFiles)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var host = await HostProcess.StartAsync(maxFiles, "--RateLimit:Permits=0");
        var flood = new List<Socket>();
        try
        {
            for (var number = 0; number < maxFiles * 3 / 2; number++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                flood.Add(socket);
                await socket.ConnectAsync(host.Address);
            }

            // The connection from the start is among those that are served, and a validation gets all it needs.
            using var score = await host.ValidateAsync(60).WaitAsync(Patience.Long);
            Assert.Equal(HttpStatusCode.OK, score.StatusCode);
            await Patience.UntilAsync(() => flood.Exists(IsClosed));
            Assert.InRange(flood.Count(socket => !IsClosed(socket)), maxFiles / 4, maxFiles);
        }
        finally
        {
            flood.ForEach(socket => socket.Dispose());
        }

        Assert.False(host.HasExited);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var score = await host.ValidateAsync(60).WaitAsync(Patience.Long);
            Assert.Equal(HttpStatusCode.OK, score.StatusCode);
        }));
    }

    [Fact]
    public async Task Too_few_descriptors_stop_the_start_with_words()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (code, errors) = await HostProcess.RunAsync(256);
        Assert.Equal(1, code);
        Assert.Matches(
            @"^This process may open 256 files, and needs \d{3} before it can serve anybody\. Raise the limit to 1024", errors);
    }

    private static Task<HostProcess> StartAsync(TcpListener vendor, params string[] args) => HostProcess.StartAsync(
        null,
        [
            .. args,
            $"--RiskShield:BaseUrl=http://{vendor.LocalEndpoint}",
            "--RiskShield:ApiKey=key",
            "--RiskShield:AttemptTimeout=00:01:00",
            "--Circuit:ProbeLease=00:02:00",
        ]);

    /// <summary>A vendor that takes a call and says nothing.</summary>
    private static TcpListener StartSilentVendor()
    {
        var vendor = new TcpListener(IPAddress.Loopback, 0);
        vendor.Start();
        return vendor;
    }

    private static bool IsClosed(Socket socket) => socket.Poll(0, SelectMode.SelectRead);
}
