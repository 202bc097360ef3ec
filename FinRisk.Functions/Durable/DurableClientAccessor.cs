using FinRisk.Scoring.Storage;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Durable;

/// <summary>
/// Gives singleton services access to Durable's client. The Functions host passes the client only to functions, through a
/// binding; <see cref="DurableClientMiddleware"/> stores it here before the function runs.
/// </summary>
public sealed class DurableClientAccessor(TimeProvider clock)
{
    /// <summary>The maximum duration of one call to the Functions host, which performs the storage transactions.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private DurableTaskClient? _client;

    /// <summary>The client that was stored last. It changes only when the Functions host restarts.</summary>
    /// <exception cref="InvalidOperationException">No function with a Durable client has run in this process.</exception>
    public DurableTaskClient Current =>
        Volatile.Read(ref _client)
        ?? throw new InvalidOperationException("No function with a Durable client has run in this process yet.");

    /// <summary>Calls Durable with a time limit.</summary>
    /// <param name="call">The operation.</param>
    /// <param name="stopping">Cancels the call.</param>
    /// <param name="limit">The time limit where it is shorter than <see cref="CallTimeout"/>.</param>
    /// <exception cref="StorageUnavailableException">
    /// The Functions host or its storage failed or did not answer in time. The operation may still have taken effect.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public async Task<T> CallAsync<T>(
        Func<DurableTaskClient, CancellationToken, Task<T>> call, CancellationToken stopping, TimeSpan? limit = null)
    {
        using var timeout = new CancellationTokenSource(limit < CallTimeout ? limit.Value : CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        try
        {
            return await call(Current, either.Token);
        }
        catch (Exception exception) when (IsUnavailable(exception) && !stopping.IsCancellationRequested)
        {
            throw new StorageUnavailableException(exception);
        }
    }

    /// <summary>Stores the client that a function is about to receive.</summary>
    internal void Set(DurableTaskClient client) => Volatile.Write(ref _client, client);

    /// <summary>
    /// True if the host or its storage is unavailable. The host reports a storage exception as <see cref="StatusCode.Unknown"/>
    /// or <see cref="StatusCode.Internal"/>. The codes that are not listed, such as
    /// <see cref="StatusCode.InvalidArgument"/>, mean a bug in the call.
    /// </summary>
    private static bool IsUnavailable(Exception exception) => exception is OperationCanceledException or RpcException
    {
        StatusCode: StatusCode.Unknown or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DeadlineExceeded
            or StatusCode.Cancelled or StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.DataLoss
    };
}
