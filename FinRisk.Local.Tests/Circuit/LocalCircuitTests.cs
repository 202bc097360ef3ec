using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;

namespace FinRisk.Local.Tests.Circuit;

/// <summary>The circuit outlives its process, and operators hear of each change once.</summary>
public sealed class LocalCircuitTests : IDisposable
{
    private static readonly FinRiskSettings Settings = new() { Circuit = new CircuitSettings { FailureThreshold = 2 } };

    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_change_reaches_the_disk_and_the_last_is_restored()
    {
        CircuitSnapshot left;
        await using (var first = await StartAsync())
        {
            Fail(first, "a");
            Fail(first, "b");
            left = await first.Circuit.ReadAsync(ProviderName.RiskShield, default);
            Assert.Equal((CircuitState.Open, 2), (left.State, left.ConsecutiveFailures));
        }

        await using var second = await StartAsync();
        var restored = await second.Circuit.ReadAsync(ProviderName.RiskShield, default);
        Assert.Equal(left.Reported.AsEnumerable(), restored.Reported);
        Assert.Equal(left.Changes.AsEnumerable(), restored.Changes);
        Assert.Equal(left with { Reported = restored.Reported, Changes = restored.Changes }, restored);
        Assert.False(second.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("c")).Admitted);

        // It did not open a second time: what was restored is no event.
        Assert.Empty(second.Log.Events);
    }

    [Fact]
    public async Task Of_changes_that_share_a_commit_the_newest_is_kept()
    {
        await using var bench = await StartAsync();
        await using (await HeldWriter.HoldAsync(bench.Writer))
        {
            Parallel.For(0, 50, number => bench.Circuit.Apply(
                ProviderName.RiskShield,
                new CircuitEvent.Report($"f{number}", 0, number % 2 == 0 ? CircuitVerdict.Failure : CircuitVerdict.Success)));
            Fail(bench, "last-1");
            Fail(bench, "last-2");
        }

        await bench.Writer.WriteAsync(_ => { });
        var memory = await bench.Circuit.ReadAsync(ProviderName.RiskShield, default);
        var disk = bench.Store.Restore().Circuits[ProviderName.RiskShield];
        Assert.Equal(CircuitState.Open, memory.State);
        Assert.Equal(memory.Reported.AsEnumerable(), disk.Reported);
        Assert.Equal(memory.Changes.AsEnumerable(), disk.Changes);
        Assert.Equal(memory with { Reported = disk.Reported, Changes = disk.Changes }, disk);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_written()
    {
        await using var bench = await StartAsync();
        var before = await bench.Circuit.ReadAsync(ProviderName.RiskShield, default);
        Assert.True(bench.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("a")).Admitted);
        Assert.True(
            bench.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Report("a", 0, CircuitVerdict.Success)).Admitted);
        Assert.Same(before, await bench.Circuit.ReadAsync(ProviderName.RiskShield, default));
        await bench.Writer.WriteAsync(_ => { });
        Assert.Empty(bench.Store.Restore().Circuits);
    }

    [Fact]
    public async Task Operators_hear_of_each_change_once()
    {
        await using var bench = await StartAsync();
        Fail(bench, "a");
        Fail(bench, "b");
        Fail(bench, "b");
        _clock.Advance(Settings.Circuit.BreakDuration);
        var probe = bench.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("c"));
        Assert.True(probe.IsProbe);
        Assert.False(bench.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("d")).Admitted);
        bench.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Report("c", probe.Generation, CircuitVerdict.Success));
        bench.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Report("c", probe.Generation, CircuitVerdict.Success));
        Assert.Equal(["circuit_opened", "circuit_half_opened", "circuit_closed"], bench.Log.Events.Select(entry => entry.Name));
    }

    [Fact]
    public async Task The_lease_of_a_probe_outlives_the_process()
    {
        await using (var first = await StartAsync())
        {
            Fail(first, "a");
            Fail(first, "b");
            _clock.Advance(Settings.Circuit.BreakDuration);
            Assert.True(first.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("c")).IsProbe);
        }

        await using var second = await StartAsync();
        Assert.False(second.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("d")).Admitted);
        Assert.True(second.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Ask("c")).IsProbe);
    }

    [Fact]
    public async Task A_change_that_the_disk_refuses_counts_in_memory_and_is_logged()
    {
        await using var bench = await StartAsync();
        await Inside.RefuseWritesAsync(bench.Writer);
        var logged = bench.Log.WhenAsync("circuit_not_kept");
        Fail(bench, "a");
        Fail(bench, "b");
        await logged.WaitAsync(Patience.Long);
        Assert.Equal(CircuitState.Open, (await bench.Circuit.ReadAsync(ProviderName.RiskShield, default)).State);
        Assert.Contains(bench.Log.Events, entry => entry.Name == "circuit_not_kept" && entry.Values["error"] is "StoreException");
    }

    private static void Fail(HostBench bench, string attempt) =>
        bench.Circuit.Apply(ProviderName.RiskShield, new CircuitEvent.Report(attempt, 0, CircuitVerdict.Failure));

    private Task<HostBench> StartAsync() => HostBench.StartAsync(_folder, _clock, settings: Settings);
}
