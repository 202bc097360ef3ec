using DurableTask.Core.Entities;
using DurableTask.Core.Entities.OperationFormat;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>Counts the operations that entities are asked for: each is a message, a read and a write of storage.</summary>
internal sealed class EntityOperations
{
    private int _count;

    /// <summary>How many so far.</summary>
    public int Count => _count;

    /// <summary>The same entity, counted.</summary>
    public TaskEntity Counted(TaskEntity entity) => new Entity(this, entity);

    private sealed class Entity(EntityOperations operations, TaskEntity inner) : TaskEntity
    {
        public override Task<EntityBatchResult> ExecuteOperationBatchAsync(EntityBatchRequest batch)
        {
            Interlocked.Add(ref operations._count, batch.Operations?.Count ?? 0);
            return inner.ExecuteOperationBatchAsync(batch);
        }
    }
}
