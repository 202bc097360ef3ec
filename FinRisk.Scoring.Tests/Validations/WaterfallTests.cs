using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>RiskShield, then the backup, then a wait for either: examples, each in a world of its own.</summary>
public sealed class WaterfallTests
{
    private const int Ever = 1_000_000;

    private static readonly ValidationPlan WithBackup = Sample.Plan with { Backup = OutageWorld.Backup, Degrade = false };
    private static readonly ValidationPlan Patient = Sample.Plan with { Deadline = TimeSpan.FromHours(1), Degrade = false };

    [Fact]
    public void The_backup_is_not_asked_while_RiskShield_scores()
    {
        var (world, run) = Run(WithBackup);
        Assert.Equal(ProviderName.RiskShield, run.End.Score!.Provider);
        Assert.Single(world.Calls);
    }

    [Fact]
    public void The_backup_scores_where_RiskShield_fails_under_a_key_of_its_own_and_with_attempts_of_its_own()
    {
        var (world, run) = Run(WithBackup, new VendorOutage(ProviderName.RiskShield, 0, Ever, AttemptStatus.ServerError));
        var outcome = run.End;
        Assert.Equal((OutageWorld.Backup, 4, null), (outcome.Score!.Provider, outcome.Attempts, outcome.DegradedBy));
        Assert.Equal(
            [
                (ProviderName.RiskShield, 1, Sample.Id.Value, 0), (ProviderName.RiskShield, 2, Sample.Id.Value, 1),
                (ProviderName.RiskShield, 3, Sample.Id.Value, 2), (OutageWorld.Backup, 1, Sample.Id + ".backup", 3),
            ],
            world.Calls.Select(made => (made.Call.Provider, made.Call.Attempt, made.Call.IdempotencyKey, made.Call.CallsBefore)));
    }

    [Theory]
    [InlineData(AttemptStatus.Rejected, FailureCode.VendorRejected)]
    [InlineData(AttemptStatus.InvalidResponse, FailureCode.VendorInvalidResponse)]
    [InlineData(AttemptStatus.KeyRefused, FailureCode.VendorRejected)]
    [InlineData(AttemptStatus.NotConfigured, FailureCode.ServiceNotConfigured)]
    public void What_is_no_outage_is_no_case_for_the_backup(AttemptStatus status, FailureCode code)
    {
        var (world, run) = Run(WithBackup, new VendorOutage(ProviderName.RiskShield, 0, Ever, status));
        Assert.Equal(code, run.End.Failure);
        Assert.Equal([ProviderName.RiskShield], world.Calls.Select(made => made.Call.Provider));
    }

    [Fact]
    public void Where_neither_scores_the_problem_is_RiskShields_and_both_keep_what_may_have_been_billed()
    {
        var (_, run) = Run(
            WithBackup,
            new VendorOutage(ProviderName.RiskShield, 0, Ever, AttemptStatus.ServerError),
            new VendorOutage(OutageWorld.Backup, 0, Ever, AttemptStatus.TimedOut));
        Assert.Equal(
            (FailureCode.VendorError, 6, new VendorBilling(HasError: true), new VendorBilling(MayBeBilled: true)),
            (run.End.Failure, run.End.Attempts, run.End.Billing, run.End.BackupBilling));

        // Operators see all calls made so far, whoever was called.
        Assert.Equal(
            [
                (ProviderName.RiskShield, 1, 0), (ProviderName.RiskShield, 2, 1), (ProviderName.RiskShield, 3, 2),
                (OutageWorld.Backup, 1, 3), (OutageWorld.Backup, 2, 4), (OutageWorld.Backup, 3, 5),
            ],
            run.Shown.Where(shown => shown.Stage == "calling")
                .Select(shown => (shown.Provider!, shown.Attempt, shown.Calls)));
    }

    /// <summary>
    /// Our own limits say nothing about RiskShield: a validation that may wait waits for a permit, another takes the backup.
    /// </summary>
    [Theory]
    [InlineData(true, ProviderName.RiskShield)]
    [InlineData(false, OutageWorld.Backup)]
    public void Where_our_own_limits_hold_a_call_back_the_backup_is_only_for_those_who_cannot_wait(bool mayWait, string provider)
    {
        var (world, run) = Run(
            (mayWait ? Patient : WithBackup) with { Backup = OutageWorld.Backup },
            new VendorOutage(ProviderName.RiskShield, 0, 30, AttemptStatus.NoPermit));
        Assert.Equal(provider, run.End.Score!.Provider);
        Assert.Equal(!mayWait, world.Calls.Any(made => made.Call.Provider == OutageWorld.Backup));
    }

    /// <summary>
    /// A backup that refuses this applicant refuses it again: its name and number need not go there at each wait.
    /// </summary>
    [Fact]
    public void A_backup_that_refused_the_applicant_is_not_asked_again()
    {
        var (world, run) = Run(
            Patient with { Backup = OutageWorld.Backup },
            new VendorOutage(ProviderName.RiskShield, 0, 600, AttemptStatus.ServerError),
            new VendorOutage(OutageWorld.Backup, 0, Ever, AttemptStatus.Rejected));
        Assert.Equal(ProviderName.RiskShield, run.End.Score!.Provider);
        Assert.Single(world.Calls, made => made.Call.Provider == OutageWorld.Backup);
    }

    [Fact]
    public void A_validation_that_may_wait_outlives_the_outage_with_one_attempt_at_a_time()
    {
        var (world, run) = Run(Patient, new VendorOutage(ProviderName.RiskShield, 0, 600, AttemptStatus.ServerError));
        Assert.Equal(ProviderName.RiskShield, run.End.Score!.Provider);
        Assert.Equal([1, 2, 3, 4, 5], world.Calls.Select(made => made.Call.Attempt).Take(5));
        Assert.Equal([false, false, false, true, true], world.Calls.Select(made => made.Call.IsBacklog).Take(5));
        Assert.InRange(run.End.FinishedAt, Sample.Start.AddSeconds(600), Sample.Start.AddSeconds(700));

        // An answered error is no bill, so each attempt after a wait has a key of its own.
        Assert.Equal(
            ["", "", "", ".1", ".2"], world.Calls.Select(made => made.Call.IdempotencyKey[Sample.Id.Value.Length..]).Take(5));
    }

    /// <summary>The same request sent again, after a run of it that failed: each provider's keys go on where they were.</summary>
    [Fact]
    public void A_further_run_goes_on_with_the_keys_of_the_one_before()
    {
        var (world, _) = Run(
            Sample.Input(WithBackup) with
            {
                Billing = new VendorBilling(Run: 3),
                BackupBilling = new VendorBilling(Run: 2, MayBeBilled: true),
            },
            new VendorOutage(ProviderName.RiskShield, 0, Ever, AttemptStatus.ServerError));
        Assert.Equal(
            [".3", ".3", ".3", ".backup.2"], world.Calls.Select(made => made.Call.IdempotencyKey[Sample.Id.Value.Length..]));
    }

    [Fact]
    public void What_may_have_been_billed_keeps_its_key_through_the_outage()
    {
        var (world, _) = Run(Patient, new VendorOutage(ProviderName.RiskShield, 0, 300, AttemptStatus.TimedOut));
        Assert.True(world.Calls.Count > 4);
        Assert.All(world.Calls, made => Assert.Equal(Sample.Id.Value, made.Call.IdempotencyKey));
    }

    [Fact]
    public void At_its_deadline_it_ends_with_the_reason_of_its_last_attempt()
    {
        var (world, run) = Run(
            Patient with { Deadline = TimeSpan.FromMinutes(10) },
            new VendorOutage(ProviderName.RiskShield, 0, Ever, AttemptStatus.ServerError));
        Assert.Equal(FailureCode.VendorError, run.End.Failure);
        Assert.InRange(world.Calls[^1].At, Sample.Start.AddMinutes(8), Sample.Start.AddMinutes(10));
    }

    [Fact]
    public void Without_a_deadline_it_ends_when_its_attempts_are_spent()
    {
        var (world, run) = Run(
            Sample.Plan with { Degrade = false }, new VendorOutage(ProviderName.RiskShield, 0, Ever, AttemptStatus.ServerError));
        Assert.Equal((FailureCode.VendorError, 3), (run.End.Failure, world.Calls.Count));
    }

    [Fact]
    public void While_it_waits_it_shows_why_and_until_when()
    {
        var (_, run) = Run(Patient, new VendorOutage(ProviderName.RiskShield, 0, 60, AttemptStatus.ServerError));
        var waiting = run.Shown.First(shown => shown is { Stage: "waiting", Provider: null });
        Assert.Equal(("vendor-error", 3), (waiting.Code, waiting.Calls));
        Assert.Contains(run.Record, step => step.Kind == "wait" && waiting.NextAttemptAt.Equals(step.Request));
    }

    private static (OutageWorld World, OutageRun Run) Run(ValidationPlan plan, params VendorOutage[] outages) =>
        Run(Sample.Input(plan), outages);

    private static (OutageWorld World, OutageRun Run) Run(ValidationInput input, params VendorOutage[] outages)
    {
        var world = new OutageWorld(outages);
        var run = world.Start(input);
        world.Run();
        Assert.NotNull(run.End);
        return (world, run);
    }
}
