using FinRisk.Scoring.Storage;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Durable;

/// <summary>
/// Durable's client for the singletons that serve requests. The Functions host hands it to functions only, by a binding;
/// <see cref="DurableClientMiddleware"/> takes it from the binding before such a function runs.
/// </summary>
public sealed class DurableClients(TimeProvider clock)
{
    /// <summary>The longest wait for the Functions host, which does the storage transactions of a call.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private DurableTaskClient? _client;

    /// <summary>The most recent client; it changes only when the host restarts.</summary>
    /// <exception cref="InvalidOperationException">No function with a Durable client has run in this process.</exception>
    public DurableTaskClient Current =>
        Volatile.Read(ref _client)
        ?? throw new InvalidOperationException("No function with a Durable client has run in this process yet.");

    /// <summary>Calls Durable, for at most <see cref="CallTimeout"/>.</summary>
    /// <exception cref="StorageUnavailableException">
    /// The host or its storage failed or did not answer in time. The operation may still have taken effect.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public async Task<T> CallAsync<T>(Func<DurableTaskClient, CancellationToken, Task<T>> call, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        try
        {
            return await call(Current, either.Token);
        }
        catch (Exception fault) when (IsUnavailable(fault) && !stopping.IsCancellationRequested)
        {
            throw new StorageUnavailableException(fault);
        }
    }

    /// <summary>Keeps the client that a function is about to be given.</summary>
    internal void Use(DurableTaskClient client) => Volatile.Write(ref _client, client);

    /// <summary>
    /// The host passes on what storage threw as <see cref="StatusCode.Unknown"/> or <see cref="StatusCode.Internal"/>. The other
    /// codes left out here mean a mistake in the call.
    /// </summary>
    private static bool IsUnavailable(Exception fault) => fault is OperationCanceledException or RpcException
    {
        StatusCode: StatusCode.Unknown or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DeadlineExceeded
            or StatusCode.Cancelled or StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.DataLoss
    };
}
