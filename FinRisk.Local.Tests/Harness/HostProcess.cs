using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FinRisk.Local.Hosting;
using FinRisk.Testing.Tools;

namespace FinRisk.Local.Tests.Harness;

/// <summary>The host as a process of its own, which can be limited, signalled, and left without a reader of its output.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    private HostProcess(int port, int? maxFiles, string[] args)
    {
        Address = new IPEndPoint(IPAddress.Loopback, port);
        var limit = maxFiles is { } files ? $"ulimit -n {files}; " : "";
        _process = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList =
            {
                "-c", limit + "exec dotnet \"$@\"", "sh", typeof(LocalHost).Assembly.Location,
                "--urls", $"http://{Address}", "--Local:DataFolder=" + _folder.Path,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(typeof(LocalHost).Assembly.Location),
        }.With(args))!;
    }

    public IPEndPoint Address { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts it and waits until it serves. Nobody reads its standard output.</summary>
    public static async Task<HostProcess> StartAsync(int? maxFiles, params string[] args)
    {
        var host = new HostProcess(FreePort.Next(), maxFiles, args);
        for (var wait = 0; wait < 1_200; wait++)
        {
            if (host.HasExited)
                Assert.Fail($"The host ended: {await host._process.StandardError.ReadToEndAsync()}");
            if (await host.AnswersAsync())
                return host;
            await Task.Delay(50);
        }

        host.Dispose();
        throw new TimeoutException("The host does not serve.");
    }

    /// <summary>Runs one that is to end by itself; gives its exit code and standard error.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(int? maxFiles, params string[] args)
    {
        using var host = new HostProcess(FreePort.Next(), maxFiles, args);
        var errors = await host._process.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync(Patience.Long);
        return (host.ExitCode, errors);
    }

    public Task<HttpResponseMessage> GetAsync(string path) =>
        _http.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{Address}{path}")), default);

    public Task<HttpResponseMessage> ValidateAsync(int waitSeconds)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{Address}/validate"))
        {
            Content = new StringContent(SampleApplicant.JsonOfJane, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Prefer", $"wait={waitSeconds}");
        request.Headers.Add("Cache-Control", "no-cache");
        return _http.SendAsync(request, default);
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>What it wrote to its standard error until its end.</summary>
    public Task<string> ReadErrorsAsync() => _process.StandardError.ReadToEndAsync();

    public Task WaitForExitAsync(TimeSpan within) => _process.WaitForExitAsync(new CancellationTokenSource(within).Token);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await GetAsync("/health/live");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}

/// <summary>Adds the arguments that a test chooses.</summary>
internal static class StartInfoArguments
{
    public static ProcessStartInfo With(this ProcessStartInfo start, string[] args)
    {
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return start;
    }
}
