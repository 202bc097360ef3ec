using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Operations;

/// <summary>Contract 14: the summary is that of the whole service, whichever of its processes answers.</summary>
public sealed class SummaryTests : AcceptanceTest
{
    private const int Rounds = 2;

    /// <summary>A replica keeps its figures once a minute, and others read them at most ten seconds later.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(2);

    private static int Hosts => Math.Max(1, TargetEnvironment.Hosts.Count);

    private FinRiskClient Operators => FinRisk.As(TargetEnvironment.OperatorKey);

    /// <summary>Requests go to the hosts in turn, and so do the looks at the summary.</summary>
    [OperatorFact]
    public async Task What_any_replica_did_is_in_the_sum_of_every_one()
    {
        var before = await AcceptedAsync();
        for (var request = 0; request < Rounds * Hosts; request++)
            (await FinRisk.ValidateAsync(Applicant.New())).Is(200);

        for (var host = 0; host < Hosts; host++)
            await Eventually.TrueAsync(
                async () => await AcceptedAsync() >= before + (Rounds * Hosts), "all of it in a summary", MaxDelay);
    }

    private async Task<int> AcceptedAsync()
    {
        var summary = (await Operators.GetAsync("/ops/summary")).Is(200).Json;
        Assert.True(summary.GetProperty("figures").GetProperty("complete").GetBoolean());
        return summary.GetProperty("windows")[1].GetProperty("accepted").GetInt32();
    }
}
