using FinRisk.Acceptance.Tests.Harness;
using FinRisk.Testing.Tools;

namespace FinRisk.Acceptance.Tests.Circuit;

/// <summary>Contract 5: the circuit outlives the process, and a lost probe does not keep it open for ever.</summary>
public sealed class CircuitCrashTests
{
    /// <summary>A crash is no reason to bother a vendor that is down.</summary>
    [OwnHostFact]
    public async Task An_open_circuit_survives_a_crash()
    {
        using var target = await OwnTarget.StartAsync(("Circuit:BreakDuration", "00:01:00"));
        await CircuitBreaking.OpenAsync(target.FinRisk, target.Vendor, Ids.CorrelationId(), "500");
        await target.KillAndRestartAsync();

        var correlation = Ids.CorrelationId();
        var answer = await target.FinRisk.ValidateAsync(Applicant.New(), Ids.CorrelatedBy(correlation));
        Expect.Problem(answer, 503, "circuit-open");
        Expect.RetryAfter(answer, TimeSpan.FromMinutes(1));
        Assert.Empty(await target.Vendor.CallsAsync(correlation));
    }

    /// <summary>The probe dies with its process; the next one is let through when the lease is over at the latest.</summary>
    [OwnHostFact]
    public async Task A_lost_probe_heals_itself()
    {
        using var target = await OwnTarget.StartAsync();
        var refused = await CircuitBreaking.OpenAsync(target.FinRisk, target.Vendor, Ids.CorrelationId(), "500");
        await target.Vendor.ResetAsync();
        await refused.WaitToRetryAsync();

        var probe = Ids.CorrelationId();
        await target.Vendor.PlanAsync(probe, "hang", forever: true);
        Expect.Accepted(await target.FinRisk.ValidateAsync(
            Applicant.New(), Ids.CorrelatedBy(probe), Ids.Prefer("respond-async, deadline=0")));
        await target.Vendor.WaitForCallsAsync(probe, 1);
        await target.KillAndRestartAsync();

        // The probe's own repeat hangs again, which may cost a second break.
        var within = AcceptanceSettings.ProbeLease + (2 * AcceptanceSettings.BreakDuration) + TimeSpan.FromSeconds(5);
        await Eventually.TrueAsync(
            async () => (await target.FinRisk.ValidateAsync(Applicant.New())).Status is 200,
            "the circuit closed after its probe was lost", within);
    }
}
