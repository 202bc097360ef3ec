using System.Net.Http.Json;
using System.Text.Json;
using FinRisk.Bench.Load.Processes;

namespace FinRisk.Bench.Load.Driving;

/// <summary>The vendor's stand-in as a process of its own, with a latency that we set.</summary>
internal sealed class Simulator : IDisposable
{
    public const string Key = "riskshield-simulator-key";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private static readonly int Tries = 500;

    private readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler { UseProxy = false });

    private Simulator(Child child, string address) => (Child, Address) = (child, address);

    public Child Child { get; }

    /// <summary>Its base address, without a slash at the end.</summary>
    public string Address { get; }

    public static async Task<Simulator> StartAsync(
        Guardian guardian, PublishedProgram program, string folder, TimeSpan latency, CancellationToken cancellation)
    {
        var address = Loopback.FreeAddress();
        var child = Child.Start(guardian, program.Executable, Path.Combine(folder, "simulator.err"), "--urls", address);
        var simulator = new Simulator(child, address);
        try
        {
            await simulator.SetLatencyAsync(latency, cancellation);
            return simulator;
        }
        catch
        {
            simulator.Dispose();
            throw;
        }
    }

    /// <summary>Calls received up to now.</summary>
    public async Task<long> CallsAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}/control/stats");
        using var answer = await invoker.SendAsync(request, cancellation);
        var stats = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return stats.GetProperty("calls").GetInt64();
    }

    public void Dispose()
    {
        invoker.Dispose();
        Child.Dispose();
    }

    /// <summary>Sets how long every call takes, trying again while the program is starting (10 s at most).</summary>
    private async Task SetLatencyAsync(TimeSpan latency, CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++)
        {
            var trouble = await TrySetLatencyAsync(latency, cancellation);
            if (trouble is null)
                return;
            if (Child.HasExited || tried == Tries)
                throw Child.Failure($"The simulator did not take its latency: {trouble}");
            await Task.Delay(BetweenTries, cancellation);
        }
    }

    private async Task<string?> TrySetLatencyAsync(TimeSpan latency, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"{Address}/control/latency");
            request.Content = JsonContent.Create(new { kind = "fixed", ms = latency.TotalMilliseconds });
            using var answer = await invoker.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode}";
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
    }
}
