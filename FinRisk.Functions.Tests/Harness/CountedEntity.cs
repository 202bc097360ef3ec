using DurableTask.Core.Entities;
using DurableTask.Core.Entities.OperationFormat;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>An entity that tells how many operations it is asked for: each is a message, a read and a write of storage.</summary>
internal sealed class CountedEntity(Func<EntityId, TaskEntity> create, Action<int> count) : TaskEntity
{
    /// <inheritdoc/>
    public override Task<EntityBatchResult> ExecuteOperationBatchAsync(EntityBatchRequest batch)
    {
        count(batch.Operations?.Count ?? 0);
        return create(EntityId.FromString(batch.InstanceId!)).ExecuteOperationBatchAsync(batch);
    }
}
