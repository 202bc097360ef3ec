using FinRisk.Local.Store;

namespace FinRisk.Local.Tests.Harness;

/// <summary>Holds the writer within a commit until it is disposed of: what is queued meanwhile waits for the next one.</summary>
internal sealed class HeldWriter : IAsyncDisposable
{
    private readonly ManualResetEventSlim _go = new();
    private readonly Task _held;

    private HeldWriter(StoreWriter writer, TaskCompletionSource reached) => _held = writer.WriteAsync(_ =>
    {
        reached.TrySetResult();
        _go.Wait(Patience.Long);
    });

    public static async Task<HeldWriter> HoldAsync(StoreWriter writer)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new HeldWriter(writer, reached);
        await reached.Task.WaitAsync(Patience.Long);
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        _go.Set();
        await _held;
        _go.Dispose();
    }
}
