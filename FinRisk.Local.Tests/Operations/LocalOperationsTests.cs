using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations;
using FinRisk.Scoring.Operations.Figures;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Operations;

/// <summary>What the one-process host tells operators, and what it does for them.</summary>
public sealed class LocalOperationsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly FakeVendor _vendor = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_validation_between_its_attempts_is_told_as_waiting()
    {
        await using var bench = await StartAsync();
        await bench.AcceptAsync(Sample.Input(Sample.Id(1)));
        var call = await _vendor.NextAsync();
        Assert.Equal((1, 0), Counts(await bench.Operations.ReadUnfinishedAsync(default)));

        call.Fail();
        var wait = await _clock.WhenWaitingAsync(TimeSpan.FromMilliseconds(750), TimeSpan.FromSeconds(1));
        var unfinished = await bench.Operations.ReadUnfinishedAsync(default);
        Assert.Equal((1, true), (unfinished.Count, unfinished.Complete));
        Assert.Equal((Sample.Id(1).Value, 1), (unfinished.Waiting[0].ValidationId, unfinished.Waiting[0].Attempts));
        Assert.InRange(
            unfinished.Waiting[0].NextAttemptAt - Sample.Start,
            wait - TimeSpan.FromMilliseconds(1),
            wait + TimeSpan.FromMilliseconds(1));

        _clock.Advance(TimeSpan.FromSeconds(1));
        (await _vendor.NextAsync()).Score();
        await bench.EndOfAsync(Sample.Id(1));
        Assert.Equal((0, 0), Counts(await bench.Operations.ReadUnfinishedAsync(default)));
    }

    /// <summary>The first look counts what earlier processes ended within a day; a second look does not count it again.</summary>
    [Fact]
    public async Task What_an_earlier_process_ended_is_counted_once()
    {
        await using (var first = await StartAsync())
        {
            await KeepAsync(first, Sample.Failed(Sample.Id(1)));
            await KeepAsync(first, Sample.Scored(Sample.Id(2, Sample.Start.AddDays(-2)), Sample.Start.AddDays(-2)));
        }

        _clock.Advance(TimeSpan.FromHours(2));
        await using var second = await StartAsync();
        Assert.Equal((0, 0), Day(second));
        await second.Operations.ReadUnfinishedAsync(default);
        await second.Operations.ReadUnfinishedAsync(default);
        Assert.Equal((0, 1), Day(second));
        Assert.Equal(Sample.Id(1).Value, Assert.Single(second.Figures.Failed(9)).ValidationId);
    }

    [Fact]
    public async Task A_circuit_opened_by_hand_stays_open_through_a_restart_until_it_is_closed_by_hand()
    {
        await using (var first = await StartAsync())
        {
            var opened = await first.Circuit.ForceAsync(
                new CircuitEvent.Force("ref1", CircuitState.Open, "olga", "maintenance"), default);
            Assert.True(opened!.IsHeldOpen);
            Assert.Equal(["circuit_opened", "circuit_forced"], first.Log.Events.Select(entry => entry.Name));
            await first.KillAsync();
        }

        _clock.Advance(TimeSpan.FromDays(3));
        await using var second = await StartAsync();
        Assert.False(second.Circuit.Apply(new CircuitEvent.Ask("a")).Admitted);
        Assert.Equal("maintenance", (await second.Circuit.ReadAsync(default)).ByHand!.Reason);

        var closed = await second.Circuit.ForceAsync(
            new CircuitEvent.Force("ref2", CircuitState.Closed, "olga", "is back"), default);
        Assert.Equal(CircuitState.Closed, closed!.State);
        Assert.True(second.Circuit.Apply(new CircuitEvent.Ask("a")).Admitted);
    }

    private static (int, int) Counts(UnfinishedValidations unfinished) => (unfinished.Count, unfinished.Waiting.Count);

    private (long Completed, long Failed) Day(HostBench bench)
    {
        var day = FigureBodies.Window(bench.Figures.Ring, "day", MinuteRing.MinuteOf(_clock.GetUtcNow()), MinuteRing.Minutes);
        return (day.Completed, day.Failed.Values.Sum());
    }

    private static async Task KeepAsync(HostBench bench, ValidationRecord ended)
    {
        await bench.Store.AcceptAsync(Sample.Input(Sample.Id(1)) with { ValidationId = ended.Id });
        await bench.Store.CompleteAsync(ended);
    }

    private Task<HostBench> StartAsync() => HostBench.StartAsync(_folder, _clock, _vendor);
}
