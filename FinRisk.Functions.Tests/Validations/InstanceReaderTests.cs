using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>What an instance's row says of a validation.</summary>
public sealed class InstanceReaderTests
{
    private static readonly ValidationInput Input = Samples.Input(Samples.Id(1));
    private static readonly ValidationOutcome Outcome = new(
        1, Samples.Moment, new StoredScore(new VendorScore(72, RiskLevel.Medium), Samples.Moment, Input.ValidationId));

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending, ValidationStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Running, ValidationStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, ValidationStatus.Running)]
    public void Before_its_end(OrchestrationRuntimeStatus runtime, ValidationStatus status)
    {
        var record = InstanceReader.Read(ScriptedClient.Instance(Input, runtime, progress: new("calling", 2, 1)))!;
        Assert.Equal((status, 1, null), (record.Status, record.Attempts, record.Outcome));
    }

    /// <summary>Also where an older update of the row came later: the output is written at the end only.</summary>
    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    public void With_an_output_it_has_ended(OrchestrationRuntimeStatus runtime)
    {
        var record = InstanceReader.Read(ScriptedClient.Instance(Input, runtime, Outcome))!;
        Assert.Equal((ValidationStatus.Completed, Outcome), (record.Status, record.Outcome));
    }

    /// <summary>A bug, or an operator.</summary>
    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public void What_was_broken_off_failed_with_the_calls_that_were_made(OrchestrationRuntimeStatus runtime)
    {
        var record = InstanceReader.Read(ScriptedClient.Instance(Input, runtime, progress: new("calling", 2, 1)))!;
        Assert.Equal((ValidationStatus.Failed, 1), (record.Status, record.Attempts));
        Assert.Equal(FailureCode.Internal, record.Outcome!.Failure);
        Assert.Equal(0, InstanceReader.Read(ScriptedClient.Instance(Input, runtime))!.Attempts);
    }

    [Fact]
    public void Another_orchestration_is_no_validation()
    {
        Assert.Null(InstanceReader.Read(null));
        Assert.Null(InstanceReader.Read(new OrchestrationMetadata("Other", Input.ValidationId.Value)));
    }
}
