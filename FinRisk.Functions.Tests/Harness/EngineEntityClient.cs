using DurableTask.AzureStorage;
using DurableTask.Core.Entities;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>Reads entities straight from the engine's store.</summary>
internal sealed class EngineEntityClient(AzureStorageOrchestrationService service, DataConverter converter) : DurableEntityClient("engine")
{
    /// <inheritdoc/>
    public override async Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default)
    {
        var queries = ((IEntityOrchestrationService)service).EntityBackendQueries;
        var found = await queries!.GetEntityAsync(new EntityId(id.Name, id.Key), includeState, includeStateless: false, cancellation);
        return found is { SerializedState: { } state } ? new EntityMetadata<T>(id, converter.Deserialize<T>(state)) : null;
    }

    /// <inheritdoc/>
    public override Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) =>
        throw new NotSupportedException();
}
