using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Entities;
using FinRisk.Functions.Audit;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.RiskShield;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>
/// The real Durable engine of Azure Storage in this process, running the product's own orchestrator, activities and entity out of
/// the product's own container. Only what carries a call from the Functions host to the worker (gRPC) is left out.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private readonly AzureStorageOrchestrationService _service;
    private readonly TaskHubWorker _worker;

    private DurableEngine(AzureStorageOrchestrationService service, TaskHubWorker worker, EngineClient client, EntityOperations operations) =>
        (_service, _worker, Client, Operations) = (service, worker, client, operations);

    public EngineClient Client { get; }

    /// <summary>What the entities were asked to do.</summary>
    public EntityOperations Operations { get; }

    /// <summary>Starts it on a task hub of its own. <paramref name="callVendor"/> stands for the activity, and so for the vendor.</summary>
    public static async Task<DurableEngine> StartAsync(
        Azurite azurite, IHost host, string hub, Func<VendorStep, Task<AttemptResult>> callVendor)
    {
        var services = host.Services;
        var service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = new StorageAccountClientProvider(azurite.ConnectionString),
            TaskHubName = hub,
            WorkerId = hub,
            PartitionCount = 1,
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(200),
            ThrowExceptionOnInvalidDedupeStatus = true,
            UseSeparateQueueForEntityWorkItems = true,
        });
        await service.CreateIfNotExistsAsync();

        var logs = services.GetRequiredService<ILoggerFactory>();
        var converter = new JsonDataConverter(DurableSerializer.Options);
        var shims = new DurableTaskShimFactory(new DurableTaskWorkerOptions { DataConverter = converter, EnableEntitySupport = true }, logs);
        var worker = new TaskHubWorker(service, logs);
        worker.AddTaskOrchestrations(new Creator<TaskOrchestration>(ValidationOrchestrator.Name, () =>
            shims.CreateOrchestration<ValidationInput, ValidationOutcome>(
                ValidationOrchestrator.Name,
                async (context, input) => await ActivatorUtilities.CreateInstance<ValidationOrchestrator>(services).RunAsync(context, input!))));
        worker.AddTaskActivities(
            new Creator<TaskActivity>(CallVendorActivity.Name, () => shims.CreateActivity<VendorStep, AttemptResult>(
                CallVendorActivity.Name, async (_, step) => await callVendor(step!))),
            new Creator<TaskActivity>(AuditActivity.Name, () => shims.CreateActivity<AuditRecord, object>(
                AuditActivity.Name,
                async (_, record) =>
                {
                    await ActivatorUtilities.CreateInstance<AuditActivity>(services).RunAsync(record!, CancellationToken.None);
                    return null!;
                })),
            new Creator<TaskActivity>(FindLastScoreActivity.Name, () => shims.CreateActivity<string, KnownScore>(
                FindLastScoreActivity.Name,
                async (_, key) => await ActivatorUtilities.CreateInstance<FindLastScoreActivity>(services).RunAsync(key!, CancellationToken.None))));
        var operations = new EntityOperations();
        worker.AddTaskEntities(new Creator<TaskEntity>(CircuitEntity.Id.Name, () => operations.Counted(shims.CreateEntity(
            CircuitEntity.Name, ActivatorUtilities.CreateInstance<CircuitEntity>(services), new EntityId(CircuitEntity.Id.Name, CircuitEntity.Id.Key)))));
        await worker.StartAsync();

        var client = new EngineClient(service, converter);
        services.GetRequiredService<DurableClients>().Learn(client);
        return new DurableEngine(service, worker, client, operations);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(isForced: true);
        _worker.Dispose();
        await _service.DeleteAsync();
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
