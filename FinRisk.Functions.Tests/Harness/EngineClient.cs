using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>Durable's client straight on the engine, where the deployed one goes through the Functions host. Counts its reads.</summary>
internal sealed class EngineClient(AzureStorageOrchestrationService service, DataConverter converter) : DurableTaskClient("engine")
{
    private int _reads;

    /// <summary>How often an instance was read.</summary>
    public int Reads => _reads;

    /// <inheritdoc/>
    public override DurableEntityClient Entities { get; } = new EngineEntityClient(service, converter);

    /// <inheritdoc/>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? throw new ArgumentException("These tests always name their instances.", nameof(options));
        var started = new ExecutionStartedEvent(-1, converter.Serialize(input))
        {
            Name = orchestratorName.Name,
            Version = "",
            OrchestrationInstance = new OrchestrationInstance { InstanceId = id, ExecutionId = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)) },
        };
        var keep = (options.DedupeStatuses ?? []).Select(Enum.Parse<OrchestrationStatus>).ToArray();
        await service.CreateTaskOrchestrationAsync(new TaskMessage { Event = started, OrchestrationInstance = started.OrchestrationInstance }, keep);
        return id;
    }

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _reads);
        var states = await service.GetOrchestrationStateAsync(instanceId, allExecutions: false);
        return states.FirstOrDefault() is { } state ? ToMetadata(state) : null;
    }

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(Microsoft.DurableTask.Client.OrchestrationQuery? filter = null) =>
        Pageable.Create<OrchestrationMetadata>(async (token, cancellation) =>
        {
            var found = await service.GetOrchestrationWithQueryAsync(
                new global::DurableTask.Core.Query.OrchestrationQuery
                {
                    CreatedTimeFrom = filter?.CreatedFrom?.UtcDateTime,
                    CreatedTimeTo = filter?.CreatedTo?.UtcDateTime,
                    RuntimeStatus = filter?.Statuses?.Select(status => Enum.Parse<OrchestrationStatus>(status.ToString())).ToList(),
                    InstanceIdPrefix = filter?.InstanceIdPrefix,
                    PageSize = filter?.PageSize ?? 100,
                    ContinuationToken = token,
                },
                cancellation);
            return new Page<OrchestrationMetadata>([.. found.OrchestrationState.Select(ToMetadata)], found.ContinuationToken);
        });

    /// <inheritdoc/>
    public override async Task<Microsoft.DurableTask.Client.PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new((await ((IOrchestrationServicePurgeClient)service).PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount);

    /// <inheritdoc/>
    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        service.ForceTerminateTaskOrchestrationAsync(instanceId, "test");

    /// <inheritdoc/>
    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => default;

    private OrchestrationMetadata ToMetadata(OrchestrationState state) => new(state.Name, state.OrchestrationInstance.InstanceId)
    {
        DataConverter = converter,
        RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(state.OrchestrationStatus.ToString()),
        CreatedAt = state.CreatedTime,
        LastUpdatedAt = state.LastUpdatedTime,
        SerializedInput = state.Input,
        SerializedOutput = state.Output,
        SerializedCustomStatus = state.Status,
    };
}
