using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Scoring.Tests.Validations;

/// <summary>Who may start a validation while a circuit is not closed, and how long that takes to decide.</summary>
public sealed class RequestAdmissionTests
{
    private const string Backup = "scoretwo";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly FakeTimeProvider _clock = new(Sample.Start);
    private readonly InMemoryCircuits _circuits = new();
    private readonly RequestAdmission _admission;

    public RequestAdmissionTests() => _admission = new RequestAdmission(_circuits, new ProbeGate(), _clock);

    [Fact]
    public void A_closed_circuit_admits_at_once_after_one_read()
    {
        Assert.Equal(AdmissionDecision.Admitted, Done(Decide()));
        Assert.Equal(1, _circuits.Reads);
    }

    [Fact]
    public void During_the_break_everybody_is_refused_at_once_until_its_end()
    {
        Set(CircuitState.Open, seconds: 40);
        for (var caller = 0; caller < 100; caller++)
            Assert.Equal(new AdmissionDecision(Sample.Start.AddSeconds(40)), Done(Decide(caller)));
        Assert.Equal(100, _circuits.Reads);
    }

    [Fact]
    public void A_circuit_held_open_by_hand_refuses_for_a_minute_at_a_time()
    {
        Set(CircuitState.Open, seconds: 0);
        var forced = new CircuitIntervention(CircuitState.Open, "olga", "maintenance", Sample.Start, "ref");
        _circuits.Snapshots[ProviderName.RiskShield] = _circuits.Snapshots[ProviderName.RiskShield] with
        {
            OpenUntil = null,
            ManualOverride = forced,
        };
        Assert.Equal(new AdmissionDecision(Sample.Start.AddSeconds(60)), Done(Decide()));
    }

    [Fact]
    public void After_the_break_one_caller_a_second_is_let_through_as_the_probe()
    {
        Set(CircuitState.Open, seconds: 0);
        Assert.Equal(new AdmissionDecision(null, MayProbe: true), Done(Decide(1)));
        var others = Enumerable.Range(2, 5).Select(Decide).ToArray();
        Assert.All(others, other => Assert.False(other.IsCompleted));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Single(
            others, other => other.IsCompletedSuccessfully && other.Result == new AdmissionDecision(null, MayProbe: true));
        Assert.Equal(1, others.Count(other => other.IsCompleted));
    }

    [Fact]
    public void While_a_probe_is_out_callers_are_kept_and_pass_as_soon_as_it_closes_the_circuit()
    {
        Set(CircuitState.HalfOpen, seconds: 30);
        var waiting = Enumerable.Range(0, 100).Select(Decide).ToArray();
        Advance(TimeSpan.FromSeconds(1.5));
        Assert.All(waiting, caller => Assert.False(caller.IsCompleted));

        _circuits.Snapshots[ProviderName.RiskShield] = CircuitSnapshot.Initial;
        Advance(TimeSpan.FromMilliseconds(100));
        Assert.All(waiting, caller => Assert.Equal(AdmissionDecision.Admitted, Done(caller)));
    }

    [Fact]
    public void A_probe_that_fails_has_them_refused_for_the_new_break()
    {
        Set(CircuitState.HalfOpen, seconds: 30);
        var waiting = Decide();
        Set(CircuitState.Open, seconds: 61);
        Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(new AdmissionDecision(Sample.Start.AddSeconds(61)), Done(waiting));
    }

    [Theory]
    [InlineData(25_000, 2_000)]
    [InlineData(500, 500)]
    [InlineData(550, 550)]
    [InlineData(0, 0)]
    public void Nobody_is_kept_longer_than_two_seconds_and_than_it_would_wait(int callerWaitsMs, int keptMs)
    {
        Set(CircuitState.HalfOpen, seconds: 30);
        var waiting = Decide(maxWait: TimeSpan.FromMilliseconds(callerWaitsMs));
        if (keptMs > 0)
            Advance(TimeSpan.FromMilliseconds(keptMs - 1));
        Assert.Equal(keptMs == 0, waiting.IsCompleted);
        Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Sample.Start.AddMilliseconds(keptMs).AddSeconds(1), Done(waiting).RefusedUntil);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_is_kept_no_longer()
    {
        Set(CircuitState.HalfOpen, seconds: 30);
        using var aborted = new CancellationTokenSource();
        var waiting = Decide(aborted: aborted.Token);
        await aborted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(CircuitState.Closed, 0, true)]
    [InlineData(CircuitState.Open, 0, true)]
    [InlineData(CircuitState.Open, 40, false)]
    [InlineData(CircuitState.HalfOpen, 40, false)]
    public void A_backup_that_may_be_called_or_probed_admits(CircuitState state, int seconds, bool admits)
    {
        Set(CircuitState.Open, seconds: 40);
        Set(state, seconds, Backup);
        Assert.Equal(admits ? AdmissionDecision.Admitted : new AdmissionDecision(Sample.Start.AddSeconds(40)),
            Done(Decide(backup: Backup)));
    }

    private static AdmissionDecision Done(Task<AdmissionDecision> decision)
    {
        Assert.True(decision.IsCompletedSuccessfully, decision.Exception?.Message ?? "The caller is still kept.");
        return decision.Result;
    }

    private Task<AdmissionDecision> Decide(int caller) => Decide(caller, null);

    private Task<AdmissionDecision> Decide(
        int caller = 0, TimeSpan? maxWait = null, string? backup = null, CancellationToken aborted = default) =>
        _admission.DecideAsync(ValidationId.Create(caller, "0123456789abcdef"u8), backup, maxWait ?? Patience, aborted).AsTask();

    private void Advance(TimeSpan time)
    {
        for (; time > TimeSpan.FromMilliseconds(100); time -= TimeSpan.FromMilliseconds(100))
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        _clock.Advance(time);
    }

    private void Set(CircuitState state, int seconds, string provider = ProviderName.RiskShield) =>
        _circuits.Snapshots[provider] = new CircuitSnapshot
        {
            State = state,
            Generation = 7,
            OpenUntil = Sample.Start.AddSeconds(seconds),
            ProbeAttempt = "another",
            ProbeUntil = Sample.Start.AddSeconds(seconds),
        };
}
