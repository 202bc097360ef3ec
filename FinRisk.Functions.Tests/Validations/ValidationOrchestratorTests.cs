using FinRisk.Functions.Audit;
using FinRisk.Functions.Circuit;
using FinRisk.Functions.Durable;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Functions.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Telemetry;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Functions.Tests.Validations;

/// <summary>What an orchestration shows and tells beside its durable steps, and that a replay tells nothing twice.</summary>
public sealed class ValidationOrchestratorTests : IDisposable
{
    private static readonly ValidationInput Input = Samples.Input(Samples.Id(1));
    private static readonly StoredScore Older = new(new VendorScore(72, RiskLevel.Medium), Samples.Moment, Samples.Id(9));
    private static readonly CircuitDecision Closed = new(Admitted: true, Generation: 1);

    private static readonly AttemptResult Scored =
        new(AttemptStatus.Scored, Samples.Moment, new VendorScore(72, RiskLevel.Medium), Audited: true);

    private static readonly AttemptResult Failed = new(AttemptStatus.ServerError, Samples.Moment, HttpStatus: 500);

    private readonly LogRecorder _log = new();
    private readonly CompletionSignals _signals = new();
    private readonly IHost _host;

    public ValidationOrchestratorTests() => _host = TestHost.Build(
        TestHost.Settings(), services => services.AddLogging(logging => logging.AddProvider(_log)));

    public void Dispose()
    {
        _host.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_score_is_shown_and_told_and_wakes_who_waits()
    {
        var signal = _signals.WaitFor(Input.ValidationId.Value);
        var context = new ScriptedContext("1", [Scored], [], [], isReplaying: false);
        await RunAsync(context);
        Assert.Equal(new ValidationProgress("completed", 1, 1, Provider: "riskshield"), context.CustomStatus);
        Assert.True(signal.IsCompletedSuccessfully);
        Assert.Equal(["validation_completed"], Told);
    }

    [Fact]
    public async Task A_replay_tells_nothing()
    {
        var signal = _signals.WaitFor(Input.ValidationId.Value);
        var context = new ScriptedContext("1", [Scored], [], []);
        await RunAsync(context);
        Assert.Equal("completed", context.CustomStatus!.Stage);
        Assert.False(signal.IsCompleted);
        Assert.Empty(Told);
    }

    [Theory]
    [InlineData(false, "failed", "vendor-error")]
    [InlineData(true, "completed", "vendor-error")]
    public async Task Why_there_is_no_new_score_is_shown(bool hasOlder, string stage, string code)
    {
        var context = new ScriptedContext(
            "1", [Failed, Failed, Failed], [Closed, Closed, Closed], [hasOlder ? Older : null], isReplaying: false);
        await RunAsync(context);
        Assert.Equal(
            new ValidationProgress(stage, 3, 3, Provider: hasOlder ? "riskshield" : null, Code: code), context.CustomStatus);
        Assert.Equal([hasOlder ? "validation_completed" : "validation_failed"], Told);
    }

    /// <summary>A storage queue cuts a wait to whole seconds; the activity waits out the rest.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task An_attempt_after_an_early_timer_is_told_when_it_is_due(int earlyMs)
    {
        var early = TimeSpan.FromMilliseconds(earlyMs);
        var context = new ScriptedContext("1", [Failed, Scored], [Closed], []) { TimersAreEarlyBy = early };
        await RunAsync(context);
        Assert.Equal(2, context.VendorSteps.Count);
        Assert.Null(context.VendorSteps[0].NotBefore);
        Assert.Equal(
            early == TimeSpan.Zero ? null : new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) + early,
            context.VendorSteps[1].NotBefore);
    }

    /// <summary>The table was away through all retries: the caller is answered, and the log has what the record would.</summary>
    [Fact]
    public async Task An_end_whose_audit_record_is_lost_is_logged_in_its_place()
    {
        var outcome = await RunAsync(Losing(AuditActivity.Name));
        Assert.Equal(FailureCode.VendorRejected, outcome.Failure);
        var lost = Assert.Single(_log.Events, logged => logged.Name == "audit_lost");
        Assert.Equal(LogLevel.Critical, lost.Level);
        Assert.Equal(
            (typeof(IOException).FullName, Input.ValidationId.Value, Input.Caller, 1, "vendor-rejected", Input.CorrelationId),
            (lost.Values["error"], lost.Values["validationId"], lost.Values["caller"], lost.Values["attempts"],
                lost.Values["failure"], lost.Values["correlationId"]));
    }

    [Fact]
    public async Task Without_a_readable_history_the_validation_fails_by_its_vendor_and_the_log_says_why()
    {
        var outcome = await RunAsync(Losing(FindLastScoreActivity.Name));
        Assert.Equal(FailureCode.VendorError, outcome.Failure);
        var unreadable = Assert.Single(_log.Events, logged => logged.Name == "score_history_unreadable");
        Assert.Equal(
            (LogLevel.Error, typeof(IOException).FullName, "instance"),
            (unreadable.Level, unreadable.Values["error"], unreadable.Values["validationId"]));
    }

    /// <summary>A timer costs storage requests.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Only_a_wait_for_a_time_to_come_takes_a_timer(int milliseconds, bool takesTimer)
    {
        var context = new ScriptedContext("1", [], [], []);
        await new DurableSteps(context, _host.Services.GetRequiredService<CircuitCopies>())
            .WaitUntilAsync(new DateTimeOffset(context.CurrentUtcDateTime).AddMilliseconds(milliseconds));
        Assert.Equal(takesTimer ? ["timer"] : [], context.Steps);
    }

    /// <summary>The operation may have opened it, and this replica's next attempt must not go by an older copy.</summary>
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task The_copy_of_a_circuit_is_read_again_after_an_operation_and_not_for_its_replays(bool isReplaying, int reads)
    {
        var clock = new FakeTimeProvider(Samples.Moment);
        var client = new ScriptedClient();
        var clients = new DurableClientAccessor(clock);
        clients.Set(client);
        var circuits = new CircuitCopies(
            clients, _host.Services.GetRequiredService<ScoringMetrics>(), clock, _log.CreateLogger<CircuitCopy>());
        await circuits.ReadAsync(ProviderName.RiskShield, default);
        await new DurableSteps(new ScriptedContext("1", [], [Closed], [], isReplaying), circuits)
            .AskCircuitAsync(ProviderName.RiskShield, new CircuitEvent.Ask("attempt"));
        await circuits.ReadAsync(ProviderName.RiskShield, default);
        Assert.Equal(reads, client.EntityReads);
    }

    private IEnumerable<string?> Told => _log.Events.Where(told => told.Id is 1002 or 1003).Select(told => told.Name);

    /// <summary>A run without a score, one of whose activities fails through all its retries.</summary>
    private ScriptedContext Losing(string activity) => new(
        "1",
        activity == AuditActivity.Name
            ? [new(AttemptStatus.Rejected, Samples.Moment, HttpStatus: 400)]
            : [Failed, Failed, Failed],
        [Closed, Closed, Closed],
        [],
        isReplaying: false)
    { FailingActivity = activity, Logs = _host.Services.GetRequiredService<ILoggerFactory>() };

    private Task<ValidationOutcome> RunAsync(ScriptedContext context) => new ValidationOrchestrator(
        _signals,
        _host.Services.GetRequiredService<ValidationEvents>(),
        _host.Services.GetRequiredService<CircuitCopies>()).RunAsync(context, Input);
}
