using FinRisk.Functions.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>A Durable client whose one instance a test sets.</summary>
internal sealed class ScriptedClient() : DurableTaskClient("test")
{
    private static readonly JsonDataConverter Converter = new(DurableSerializer.Options);

    /// <summary>What a read finds, or throws.</summary>
    public Func<OrchestrationMetadata?> Found { get; set; } = () => null;

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

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
    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        Reads++;
        return Task.FromResult(Found());
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
}
