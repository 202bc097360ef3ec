using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Validations;

/// <summary>Waiting ends with the validation, with the time, or with whoever waits.</summary>
public sealed class WaitTests : IAsyncLifetime, IDisposable
{
    private static readonly ValidationId Id = Sample.Id(1);

    private readonly TempFolder _folder = new();
    private HostBench _bench = null!;

    public async Task InitializeAsync() => _bench = await HostBench.StartAsync(_folder);

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nobody_knows_an_unknown_id()
    {
        Assert.Null(await _bench.Host.WaitAsync(Id, TimeSpan.FromSeconds(25), default));
        Assert.Null(await _bench.Host.FindAsync(Id, default));
    }

    [Fact]
    public async Task All_who_wait_get_the_end()
    {
        await _bench.AcceptAsync(Sample.Input(Id));
        var call = await _bench.Vendor.NextAsync();
        var waiting = Enumerable.Range(0, 10)
            .Select(_ => _bench.Host.WaitAsync(Id, TimeSpan.FromSeconds(25), default).AsTask())
            .ToArray();
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        call.Score();
        Assert.All(await Task.WhenAll(waiting), record => Assert.Equal(Sample.Score, record?.Outcome?.Score?.Score));
    }

    [Fact]
    public async Task When_the_time_is_over_it_is_still_running_and_goes_on()
    {
        await _bench.AcceptAsync(Sample.Input(Id));
        var call = await _bench.Vendor.NextAsync();
        var waiting = _bench.Host.WaitAsync(Id, TimeSpan.FromSeconds(2), default);
        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        var record = await waiting;
        Assert.Equal((ValidationStatus.Running, 0, null), (record?.Status, record?.Attempts, record?.Outcome));

        call.Score();
        Assert.Equal(ValidationStatus.Completed, (await _bench.EndOfAsync(Id)).Status);
    }

    [Fact]
    public async Task Who_hangs_up_stops_waiting_and_the_validation_goes_on()
    {
        await _bench.AcceptAsync(Sample.Input(Id));
        var call = await _bench.Vendor.NextAsync();
        using var hangUp = new CancellationTokenSource();
        var waiting = _bench.Host.WaitAsync(Id, TimeSpan.FromSeconds(25), hangUp.Token).AsTask();
        await hangUp.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);

        call.Score();
        Assert.Equal(ValidationStatus.Completed, (await _bench.EndOfAsync(Id)).Status);
    }

    [Fact]
    public async Task One_that_has_ended_is_not_waited_for()
    {
        await _bench.Store.CompleteAsync(Sample.Scored(Id));
        Assert.Equal(Sample.Scored(Id), await _bench.Host.WaitAsync(Id, TimeSpan.FromSeconds(25), default));
    }

    [Fact]
    public async Task A_running_one_shows_the_calls_it_has_made()
    {
        await _bench.AcceptAsync(Sample.Input(Id));
        var call = await _bench.Vendor.NextAsync();
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(300));
        call.Fail();
        await _bench.Clock.WhenWaitingAsync(TimeSpan.FromMilliseconds(750), TimeSpan.FromSeconds(1));

        var record = await _bench.Host.FindAsync(Id, default);
        Assert.Equal((ValidationStatus.Waiting, 1), (record?.Status, record?.Attempts));
        Assert.Equal((Sample.Start, Sample.Start.AddMilliseconds(300)), (record?.CreatedAt, record?.UpdatedAt));
    }
}
