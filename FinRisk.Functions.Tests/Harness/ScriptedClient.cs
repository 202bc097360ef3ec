using FinRisk.Functions.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>A Durable client whose one instance a test sets, and which has no entity.</summary>
internal sealed class ScriptedClient() : DurableTaskClient("test")
{
    private static readonly JsonDataConverter Converter = new(DurableSerializer.Options);

    /// <summary>What a read finds, or throws.</summary>
    public Func<OrchestrationMetadata?> Found { get; set; } = () => null;

    /// <summary>Whether a read goes on until it is cancelled.</summary>
    public bool IsHanging { get; set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    /// <summary>How often an entity was read.</summary>
    public int EntityReads { get; private set; }

    /// <inheritdoc/>
    public override DurableEntityClient Entities => new ScriptedEntities(this);

    /// <summary>An instance of a validation: ended with an outcome, or running.</summary>
    public static OrchestrationMetadata Instance(ValidationInput input, ValidationOutcome? outcome = null) =>
        Instance(input, outcome is null ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Completed, outcome);

    /// <summary>An instance of a validation with what its row holds.</summary>
    public static OrchestrationMetadata Instance(
        ValidationInput input,
        OrchestrationRuntimeStatus status,
        ValidationOutcome? outcome = null,
        ValidationProgress? progress = null) => new(ValidationOrchestrator.Name, input.ValidationId.Value)
        {
            RuntimeStatus = status,
            LastUpdatedAt = Samples.Moment.AddSeconds(40),
            DataConverter = Converter,
            SerializedInput = Converter.Serialize(input),
            SerializedOutput = Converter.Serialize(outcome),
            SerializedCustomStatus = Converter.Serialize(progress),
        };

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        Reads++;
        if (IsHanging)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return Found();
    }

    /// <inheritdoc/>
    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? filter = null) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class ScriptedEntities(ScriptedClient client) : DurableEntityClient("test")
    {
        public override Task<EntityMetadata<TState>?> GetEntityAsync<TState>(
            EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default)
        {
            client.EntityReads++;
            return Task.FromResult<EntityMetadata<TState>?>(null);
        }

        public override Task<EntityMetadata?> GetEntityAsync(
            EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task SignalEntityAsync(
            EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null,
            CancellationToken cancellation = default) => throw new NotSupportedException();

        public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(
            EntityQuery? filter = null) => throw new NotSupportedException();

        public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(
            EntityQuery? filter = null) => throw new NotSupportedException();

        public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
            CleanEntityStorageRequest? request = null, bool continueUntilComplete = true,
            CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
