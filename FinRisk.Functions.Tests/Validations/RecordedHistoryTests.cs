using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Validations;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using P = Microsoft.DurableTask.Protobuf;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>
/// Histories as a Functions host handed them to the worker at the last step of a validation. Today's orchestrator must take the
/// same steps and come to the same end, or instances in flight would break at the next deployment. Never record one anew: add one.
/// </summary>
public sealed class RecordedHistoryTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Validations", "Histories");

    /// <summary>The recorded histories, by name.</summary>
    public static TheoryData<string> Histories { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    /// <summary>Replayed to the recorded outcome, with nothing left to do.</summary>
    [Theory]
    [MemberData(nameof(Histories))]
    public void It_is_replayed_to_its_end(string name)
    {
        var end = Assert.Single(Replay(File.ReadAllText(Path.Combine(Folder, name + ".txt")).Trim())).CompleteOrchestration;
        Assert.Equal(P.OrchestrationStatus.Completed, end.OrchestrationStatus);
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, name + ".json")).Trim(), end.Result);
    }

    /// <summary>The check is worth something: a history whose steps have other names does not replay.</summary>
    [Fact]
    public void A_history_with_other_steps_is_noticed()
    {
        var request = P.OrchestratorRequest.Parser.ParseFrom(
            Convert.FromBase64String(File.ReadAllText(Path.Combine(Folder, "scored.txt")).Trim()));
        foreach (var happened in request.PastEvents.Concat(request.NewEvents).Where(happened => happened.TaskScheduled is not null))
            happened.TaskScheduled.Name = "AnotherActivity";
        var end = Replay(Convert.ToBase64String(request.ToByteArray())).Select(action => action.CompleteOrchestration).Single(action => action is not null);
        Assert.Equal(P.OrchestrationStatus.Failed, end.OrchestrationStatus);
    }

    private static RepeatedField<P.OrchestratorAction> Replay(string history)
    {
        using var host = TestHost.Build(TestHost.Settings(), services => services.AddSingleton(provider => new DurableTaskShimFactory(
            new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(DurableSerializer.Options), EnableEntitySupport = true })));
        var orchestrator = ActivatorUtilities.CreateInstance<ValidationOrchestrator>(host.Services);
        var answer = GrpcOrchestrationRunner.LoadAndRun<ValidationInput, ValidationOutcome>(
            history, async (context, input) => await orchestrator.RunAsync(context, input!), host.Services);
        return P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer)).Actions;
    }
}
