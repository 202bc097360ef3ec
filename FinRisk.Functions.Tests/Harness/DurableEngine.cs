using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Entities;
using FinRisk.Functions.Audit;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>
/// The real Durable engine of Azure Storage, running the product's own orchestrator, activities and entity out of the product's
/// own container, and called through Durable's own gRPC client. The way from the engine to the worker is Durable's shims in this
/// process and not its gRPC worker, because no server but the Functions host's hands entities to that.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private static int hubs;

    private readonly AzureStorageOrchestrationService _service;
    private readonly TaskHubWorker _worker;
    private readonly WebApplication _server;
    private readonly GrpcChannel _channel;
    private int _entityOperations;

    private DurableEngine(
        string hubName, AzureStorageOrchestrationService service, IServiceProvider product, WebApplication server)
    {
        (HubName, _service, _server) = (hubName, service, server);
        _channel = GrpcChannel.ForAddress(server.Urls.Single());
        Server = server.Services.GetRequiredService<EngineServer>();
        var converter = new JsonDataConverter(DurableSerializer.Options);
        var logs = product.GetRequiredService<ILoggerFactory>();
        Client = new GrpcDurableTaskClient(
            "tests",
            new GrpcDurableTaskClientOptions { Channel = _channel, DataConverter = converter, EnableEntitySupport = true },
            logs.CreateLogger<GrpcDurableTaskClient>());
        product.GetRequiredService<DurableClientAccessor>().Set(Client);
        _worker = new TaskHubWorker(service, logs);
        Register(product, new DurableTaskShimFactory(
            new DurableTaskWorkerOptions { DataConverter = converter, EnableEntitySupport = true }, logs));
    }

    /// <summary>Durable's client, as a function would be given it.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>The name of its task hub, with which the names of its tables and queues begin.</summary>
    public string HubName { get; }

    /// <summary>What the client calls.</summary>
    public EngineServer Server { get; }

    /// <summary>How many operations entities were asked for.</summary>
    public int EntityOperations => _entityOperations;

    /// <summary>Starts it on a task hub of its own.</summary>
    /// <param name="storage">The storage's connection string.</param>
    /// <param name="host">The product.</param>
    public static async Task<DurableEngine> StartAsync(string storage, IHost host)
    {
        var hub = $"hub{Environment.ProcessId}x{Interlocked.Increment(ref hubs)}";
        var service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = new StorageAccountClientProvider(storage),
            TaskHubName = hub,
            WorkerId = hub,
            PartitionCount = 1,
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(200),
            ThrowExceptionOnInvalidDedupeStatus = true,
            UseSeparateQueueForEntityWorkItems = true,
            UseAppLease = false,
        });
        await service.CreateIfNotExistsAsync();
        var engine = new DurableEngine(hub, service, host.Services, await StartServerAsync(service));
        await engine._worker.StartAsync();
        return engine;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(isForced: true);
        _worker.Dispose();
        await Client.DisposeAsync();
        _channel.Dispose();
        await _server.DisposeAsync();
        await _service.DeleteAsync();
    }

    private static async Task<WebApplication> StartServerAsync(AzureStorageOrchestrationService service)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.Configure<TaskHubGrpcServerOptions>(options => options.Mode = TaskHubGrpcServerMode.ApiServerOnly);
        builder.Services.AddSingleton<IOrchestrationService>(service);
        builder.Services.AddSingleton<IOrchestrationServiceClient>(service);
        builder.Services.AddSingleton<EngineServer>();
        var app = builder.Build();
        app.MapGrpcService<EngineServer>();
        await app.StartAsync();
        return app;
    }

    private void Register(IServiceProvider product, DurableTaskShimFactory shims)
    {
        T Make<T>() => ActivatorUtilities.CreateInstance<T>(product);
        void AddActivity<TInput, TResult>(string name, Func<TInput, Task<TResult>> run) => _worker.AddTaskActivities(
            new Creator<TaskActivity>(
                name, () => shims.CreateActivity<TInput, TResult>(name, async (_, input) => await run(input!))));

        _worker.AddTaskOrchestrations(new Creator<TaskOrchestration>(ValidationOrchestrator.Name, () =>
            shims.CreateOrchestration<ValidationInput, ValidationOutcome>(
                ValidationOrchestrator.Name, async (context, input) =>
                    await Make<ValidationOrchestrator>().RunAsync(context, input!))));
        AddActivity<VendorStep, AttemptResult>(
            CallVendorActivity.Name, step => Make<CallVendorActivity>().RunAsync(step, Client, CancellationToken.None));
        AddActivity<string, StoredScore?>(
            FindLastScoreActivity.Name, key => Make<FindLastScoreActivity>().RunAsync(key, CancellationToken.None));
        AddActivity<AuditRecord, object?>(AuditActivity.Name, async record =>
        {
            await Make<AuditActivity>().RunAsync(record, CancellationToken.None);
            return null;
        });
        var circuits = CircuitEntity.IdFor(ProviderName.RiskShield).Name;
        _worker.AddTaskEntities(new Creator<TaskEntity>(circuits, () => new CountedEntity(
            id => shims.CreateEntity(CircuitEntity.Name, Make<CircuitEntity>(), id),
            count => Interlocked.Add(ref _entityOperations, count))));
    }

    private sealed class Creator<T> : ObjectCreator<T>
    {
        private readonly Func<T> _create;

        public Creator(string name, Func<T> create)
        {
            _create = create;
            (Name, Version) = (name, "");
        }

        public override T Create() => _create();
    }
}
