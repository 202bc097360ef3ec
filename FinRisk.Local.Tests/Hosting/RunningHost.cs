using FinRisk.Local.Hosting;
using FinRisk.Local.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Local.Tests.Hosting;

/// <summary>The whole host in this process, on a free port and a folder of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private const string TextLines = "--Logging:Console:FormatterName=text";

    private readonly TempFolder _folder;
    private readonly bool _ownsFolder;
    private readonly LocalHost _host;
    private readonly Task _run;
    private readonly ServiceProvider _clients;

    private RunningHost(TempFolder folder, bool ownsFolder, LocalHost host, Task run, string banner)
    {
        (_folder, _ownsFolder, _host, _run, Banner) = (folder, ownsFolder, host, run, banner);

        // A caller's traceparent goes out as the test wrote it, although the host in this process may have telemetry on for its
        // own calls.
        _clients = new ServiceCollection()
            .AddHttpClient()
            .ConfigureHttpClientDefaults(client =>
                client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ActivityHeadersPropagator = null }))
            .BuildServiceProvider();
        Http = _clients.GetRequiredService<IHttpClientFactory>().CreateClient();
        Http.BaseAddress = new Uri(Inside.App(host).Urls.Single());
    }

    public HttpClient Http { get; }

    public string Banner { get; }

    public Uri? Simulator => Inside.Simulator(_host)?.Address;

    public T Service<T>()
        where T : notnull => Inside.App(_host).Services.GetRequiredService<T>();

    /// <summary>The data folder.</summary>
    public string Folder => _folder.Path;

    public static Task<RunningHost> StartAsync(params string[] args) => StartAsync(new TempFolder(), ownsFolder: true, args);

    /// <summary>Starts it on a folder that other hosts use before or after it.</summary>
    public static Task<RunningHost> StartAsync(TempFolder folder) => StartAsync(folder, ownsFolder: false);

    private static async Task<RunningHost> StartAsync(TempFolder folder, bool ownsFolder, params string[] args)
    {
        var console = Console.Out;
        using var banner = new StringWriter();
        try
        {
            Console.SetOut(banner);
            var host = await LocalHost.BuildAsync(
                ["--urls", "http://127.0.0.1:0", "--Local:DataFolder=" + folder.Path, TextLines, .. args]);
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = Inside.App(host).Lifetime.ApplicationStarted.Register(started.SetResult);

            // The banner is printed before the run first waits for anything after its start.
            var run = host.RunAsync();
            await await Task.WhenAny(started.Task, run).WaitAsync(Patience.Long);
            while (!banner.ToString().Contains("Try it", StringComparison.Ordinal) && !run.IsCompleted)
                await Task.Yield();
            return new RunningHost(folder, ownsFolder, host, run, banner.ToString());
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Inside.App(_host).Lifetime.StopApplication();
        await _run.WaitAsync(Patience.Long);
        await _host.DisposeAsync();
        await _clients.DisposeAsync();
        if (_ownsFolder)
            _folder.Dispose();
    }
}

/// <summary>Whole hosts share the console and the simulator's usual port, so they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostGroup
{
    public const string Name = "whole hosts";
}
