using System.Text.Json;
using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using FinRisk.Local.Validations;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Store;

/// <summary>Every durable value comes back from the disk as it went there, also those that equal a default.</summary>
public sealed class RoundTripTests : IDisposable
{
    private static readonly ValidationId Id = Sample.Id(1);

    private readonly StoreBench _bench = new();

    public static TheoryData<FailureCode> FailureCodes => new(Enum.GetValues<FailureCode>());

    public static TheoryData<AttemptStatus> Statuses => new(Enum.GetValues<AttemptStatus>());

    public static TheoryData<RiskLevel> Levels => new(Enum.GetValues<RiskLevel>());

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(FailureCodes))]
    public async Task A_failure(FailureCode code)
    {
        var outcome = new ValidationOutcome(0, Sample.Start, Failure: code, RetryAt: Sample.Start.AddSeconds(7), Final: true);
        var record = Sample.Ended(Id, outcome, Sample.Start);
        await _bench.Store.CompleteAsync(record);
        Assert.Equal(record, _bench.Store.Find(Id));
    }

    /// <summary>Every stored member of an outcome is one that it is made from.</summary>
    [Fact]
    public void Nothing_that_is_derived()
    {
        var outcome = new ValidationOutcome(1, Sample.Start, new StoredScore(Sample.Score, Sample.Start, Id), Final: true);
        using var stored = JsonSerializer.SerializeToDocument(outcome, StoreJson.Default.ValidationOutcome);
        Assert.Equal(
            ["attempts", "finishedAt", "score", "final"], stored.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task A_score_of_nought(RiskLevel level)
    {
        var record = Sample.Scored(Id, score: new VendorScore(0, level));
        await _bench.Store.CompleteAsync(record);
        Assert.Equal(record, _bench.Store.Find(Id));
        Assert.Equal(record.Outcome!.Score, await _bench.Store.FindAsync("applicant-key", default));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_journaled_attempt(AttemptStatus status)
    {
        JournaledAttempt[] journal =
        [
            new(1, new AttemptResult(status, Sample.Start)),
            new(2, new AttemptResult(
                status, Sample.Start.AddMilliseconds(1), new VendorScore(0, RiskLevel.Low), 503, TimeSpan.Zero, 7, true)),
        ];
        await _bench.Store.AcceptAsync(Sample.Input(Id));
        await _bench.Store.JournalAsync(Id.Value, journal);
        Assert.Equal(journal, Assert.Single(_bench.Store.Restore().Unfinished).Journal);
    }

    [Fact]
    public async Task What_a_validation_was_started_with()
    {
        var bare = Sample.Input(Id, new ValidationPlan(1, default, default, default, Degrade: false, default));
        var known = new StoredScore(Sample.Score, Sample.Start, Id);
        var full = Sample.Input(Sample.Id(2), known: known) with { TraceParent = "00-trace" };
        await _bench.Store.AcceptAsync(bare);
        await _bench.Store.AcceptAsync(full);
        Assert.Equal([bare, full], _bench.Store.Restore().Unfinished.Select(left => left.Input));
    }

    [Fact]
    public async Task The_circuit()
    {
        Assert.Empty(_bench.Store.Restore().Circuits);
        var circuit = new CircuitSnapshot
        {
            State = CircuitState.HalfOpen,
            Generation = 3,
            ConsecutiveFailures = 5,
            OpenedAt = Sample.Start,
            OpenUntil = Sample.Start.AddMinutes(1),
            ProbeAttempt = "a.1",
            ProbeUntil = Sample.Start.AddMinutes(2),
            ChangedAt = Sample.Start,
            Reported = ["a", "b"],
        };
        await _bench.Store.SaveAsync(ProviderName.RiskShield, circuit);
        var restored = _bench.Store.Restore().Circuits[ProviderName.RiskShield];
        Assert.Equal(circuit.Reported.AsEnumerable(), restored.Reported);
        Assert.Equal(circuit with { Reported = restored.Reported }, restored);
        Assert.Equal(1, _bench.Count("circuit"));
    }
}
