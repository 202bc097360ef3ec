using FinRisk.Local.Tests.Harness;

namespace FinRisk.Local.Tests.Store;

/// <summary>Closing finishes what is queued and refuses more.</summary>
public sealed class ClosingTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_is_queued_is_finished()
    {
        var held = await HeldWriter.HoldAsync(_bench.Writer);
        var queued = _bench.Store.AcceptAsync(Sample.Input(Sample.Id(1)));
        var closing = Task.Run(_bench.Writer.Dispose);
        await held.DisposeAsync();
        await closing;

        // Disposing returned, so the task has ended; nothing is waited for.
        Assert.Equal(1, _bench.Count("running"));
        Assert.Null(await queued);
    }

    [Fact]
    public async Task More_is_refused()
    {
        _bench.Writer.Dispose();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _bench.Store.AcceptAsync(Sample.Input(Sample.Id(1))));
        Assert.Equal(0, _bench.Count("running"));
    }

    [Fact]
    public void Closing_twice_is_closing_once()
    {
        _bench.Writer.Dispose();
        _bench.Writer.Dispose();
        Assert.Throws<OperationCanceledException>(() => { _ = _bench.Writer.WriteAsync(_ => { }); });
    }
}
