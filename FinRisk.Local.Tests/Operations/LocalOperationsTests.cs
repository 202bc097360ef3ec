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

    /// <summary>Also of a process that was killed, but for its last seconds; each of them once.</summary>
    [Fact]
    public async Task What_earlier_processes_counted_is_counted_on()
    {
        await using (var first = await StartAsync())
        {
            await ScoreAsync(first, 1);
            await first.FigureWriter.StopAsync(default);
        }

        _clock.Advance(TimeSpan.FromMinutes(10));
        await using (var second = await StartAsync())
        {
            await ScoreAsync(second, 2);
            await second.FigureWriter.WriteAsync(default);
            await second.KillAsync();
        }

        _clock.Advance(TimeSpan.FromMinutes(10));
        await using var third = await StartAsync();
        await ScoreAsync(third, 3);
        Assert.Equal((3, 3, 3), await DayAsync(third));
        Assert.Equal((3, 3, 3), await DayAsync(third));
        _clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal((0, 0, 1), await DayAsync(third));
    }

    [Fact]
    public async Task A_circuit_opened_by_hand_stays_open_through_a_restart_until_it_is_closed_by_hand()
    {
        await using (var first = await StartAsync())
        {
            var opened = await first.Circuit.ForceAsync(
                ProviderName.RiskShield,
                new CircuitEvent.Force("ref1", CircuitState.Open, "olga", "maintenance"), default);
            Assert.True(opened!.IsHeldOpen);
            Assert.Equal(["circuit_opened", "circuit_forced"], first.Log.Events.Select(entry => entry.Name));
            await first.KillAsync();
        }

        _clock.Advance(TimeSpan.FromDays(3));
        await using var second = await StartAsync();
        Assert.False(second.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("a")).Admitted);
        Assert.Equal("maintenance", (await second.Circuit.ReadAsync(ProviderName.RiskShield, default)).ManualOverride!.Reason);

        var closed = await second.Circuit.ForceAsync(
            ProviderName.RiskShield,
            new CircuitEvent.Force("ref2", CircuitState.Closed, "olga", "is back"), default);
        Assert.Equal(CircuitState.Closed, closed!.State);
        Assert.True(second.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("a")).Admitted);
    }

    private static (int, int) Counts(UnfinishedValidations unfinished) => (unfinished.Count, unfinished.Waiting.Count);

    private async Task<(long Completed, long VendorCalls, int Processes)> DayAsync(HostBench bench)
    {
        var sums = await bench.Figures.ReadAsync(default);
        var day = FigureResponses.CreateWindow(sums, "day", MinuteRing.MinuteOf(_clock.GetUtcNow()), MinuteRing.Minutes);
        return (day.Completed, day.VendorCalls, sums.Processes);
    }

    private async Task ScoreAsync(HostBench bench, byte number)
    {
        await bench.AcceptAsync(Sample.Input(Sample.Id(number)));
        (await _vendor.NextAsync()).Score();
        await bench.EndOfAsync(Sample.Id(number));
    }

    private Task<HostBench> StartAsync() => HostBench.StartAsync(_folder, _clock, _vendor);
}
